import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { onnx } from '@shared/exporting/onnx';
import { oraclePython } from '../../../scripts/setup/python.mjs';
import { onnxModel } from '../../../src-main/engine/exporting/onnx/onnx';
import { encodeModel, valueInfo } from '../../../src-main/engine/exporting/onnx/proto';
import { imageNetwork } from '../exporting/plantedErrors';
import { trainedNetwork } from '../exporting/trained';
import { openEngine } from '../support/engine';
import { buildPrograms } from '../support/programs';
import { temporaryFolder } from '../support/workspace';

let programs: string;
beforeAll(async () => {
  programs = await buildPrograms('survey');
});

const surveyOf = (path: string) => openEngine(temporaryFolder(), programs).client.models.survey({ path });

function fileOf(model: Parameters<typeof encodeModel>[0]): string {
  const path = join(temporaryFolder(), 'model.onnx');
  writeFileSync(path, encodeModel(model));
  return path;
}

const identityModel = (operator: string, nodes: number) => ({
  irVersion: 8,
  producerName: 'another program',
  opsetImport: [{ domain: '', version: 17 }],
  graph: {
    name: 'graph',
    node: Array.from({ length: nodes }, (_, at) => ({
      name: `step ${at}`,
      opType: operator,
      input: [`value${at}`],
      output: [`value${at + 1}`],
      attribute: [],
    })),
    initializer: [],
    input: [valueInfo('value0', 'float32', [null, 3])],
    output: [valueInfo(`value${nodes}`, 'float32', [null, 3])],
  },
});

describe('the survey of a model file', () => {
  it('finds the operators, sizes, shapes and ways between them that ONNX itself finds', async () => {
    const { experiment, inputShape } = imageNetwork;
    const { trained, session } = trainedNetwork(experiment, inputShape, 1);
    session.dispose();
    const path = fileOf(onnxModel(trained, onnx.schema.parse({ format: 'onnx' })));
    const script = join(import.meta.dirname, '../../fixtures/onnx/graph.py');
    const expected = JSON.parse(execFileSync(oraclePython(), [script, path], { encoding: 'utf8' })) as {
      operator: string;
      parameters: number;
      shape: (number | string)[] | null;
      from: number[];
    }[];
    const { graph, refusal } = await surveyOf(path);
    expect(refusal).toBeNull();
    expect(graph.leftOut).toBe(0);
    const found = graph.boxes.filter(({ title }) => title !== 'input' && title !== 'output');
    // ONNX Runtime knows some more shapes, and calls open sizes otherwise.
    const sizes = (shape: readonly (number | string)[]) => shape.map((size) => Number(size) || '?');
    expect(
      found.map(({ id, title, shape, parameters }, at) => ({
        operator: title,
        parameters,
        shape: expected[at]?.shape && shape && sizes(shape),
        from: graph.edges
          .filter(([from, to]) => to === id && from.startsWith('node'))
          .map(([from]) => found.findIndex((box) => box.id === from))
          .sort((a, b) => a - b),
      })),
    ).toEqual(expected.map((node) => ({ ...node, shape: node.shape && sizes(node.shape) })));
    expect(graph.boxes.filter(({ title }) => title === 'input')).toMatchObject([
      { name: 'input', shape: ['batch', ...inputShape] },
    ]);
  });

  it('also of one that ONNX Runtime does not run, with what it says', async () => {
    const { facts, graph, refusal } = await surveyOf(fileOf(identityModel('Unheard', 2)));
    expect(refusal).toContain('Unheard');
    expect(facts.producer).toBe('another program');
    expect(graph.boxes.map(({ title }) => title)).toEqual(['input', 'Unheard', 'Unheard', 'output']);
    expect(graph.edges).toHaveLength(3);
  });

  it('draws the first 3,000 boxes of a larger graph and counts the others', async () => {
    const { graph } = await surveyOf(fileOf(identityModel('Identity', 3100)));
    expect(graph.boxes).toHaveLength(3000);
    expect(graph.leftOut).toBe(102);
  });
});
