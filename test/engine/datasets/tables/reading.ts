import type { DatasetSpecInput } from '@shared/data/spec';
import type { TestWorkspace } from '../workspace';

type CsvInput = Partial<Extract<DatasetSpecInput, { kind: 'csv' }>>;

/** Reads tables in a workspace, or has them refused, by their content. */
export function tableReading(workspace: TestWorkspace) {
  /** What a table comes to: its inputs row by row, and its targets. */
  async function read(name: string, content: string | Uint8Array, spec: CsvInput = {}) {
    const path = await workspace.write(`${name}.csv`, content);
    const input = { kind: 'csv', path, scaling: 'none', validationFraction: 0, ...spec } as const;
    const { dataset, spec: resolved } = await workspace.prepare(input);
    const data = await workspace.load(input);
    const width = dataset.inputShape[0] ?? 0;
    const row = (index: number) => [...data.inputs.subarray(index * width, (index + 1) * width)];
    return {
      dataset,
      row,
      targets: [...data.targets],
      resolved: resolved as Extract<typeof resolved, { kind: 'csv' }>,
    };
  }

  async function refused(name: string, content: string | Uint8Array, spec: CsvInput = {}) {
    const path = await workspace.write(`${name}.csv`, content);
    return workspace.refusal({ kind: 'csv', path, validationFraction: 0, ...spec });
  }

  return { read, refused };
}
