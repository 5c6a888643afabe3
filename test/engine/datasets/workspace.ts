import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { datasetSpecSchema, type DatasetSpecInput } from '@shared/data/spec';
import type { DatasetPreview } from '@shared/data/prepared';
import { AppError, type AppErrorData } from '@shared/errors';
import { type Prepared, prepareDataset } from '../../../src-main/engine/datasets';
import { loadTrainingData } from '../../../src-main/trainer/session/data';
import type { TrainingData } from '../../../src-main/trainer/session/session';
import { type BuiltEngine, startBuiltEngine } from '../support/builtEngine';

function asRefusal(thrown: unknown): AppErrorData {
  const error = AppError.from(thrown);
  if (error.code === 'internal') throw thrown;
  return error.toData();
}

/**
 * A folder for the tests of one file, taken away after them. Whatever is prepared in it is prepared by the built
 * engine too, which must come to the same data set or refuse it with the same words.
 */
export class TestWorkspace {
  root = '';
  private built: BuiltEngine | null = null;

  constructor() {
    beforeAll(async () => {
      this.root = await mkdtemp(join(tmpdir(), 'layerlab-data-'));
      this.built = startBuiltEngine(this.path('built'));
    });
    afterAll(async () => {
      await this.built?.close();
      await rm(this.root, { recursive: true, force: true });
    });
  }

  get directory(): string {
    return join(this.root, 'datasets');
  }

  path(name: string): string {
    return join(this.root, name);
  }

  async write(name: string, content: string | Uint8Array): Promise<string> {
    await writeFile(this.path(name), content);
    return this.path(name);
  }

  async prepare(input: DatasetSpecInput, signal?: AbortSignal): Promise<Prepared> {
    const spec = datasetSpecSchema.parse(input);
    const options = { directory: this.directory, ...(signal === undefined ? {} : { signal }) };
    const prepared = await prepareDataset(spec, options);
    expect((await this.preview(spec)).dataset, 'as the built engine prepares it').toEqual(prepared.dataset);
    return prepared;
  }

  /** What the built engine shows of a data set. */
  preview(spec: DatasetSpecInput, rows = 0): Promise<DatasetPreview> {
    if (this.built === null) throw new Error('the built engine has not started yet');
    return this.built.client.datasets.preview({ dataset: datasetSpecSchema.parse(spec), rows });
  }

  async load(spec: DatasetSpecInput): Promise<TrainingData> {
    const { dataset, directory } = await this.prepare(spec);
    return loadTrainingData(dataset, directory);
  }

  /** The error that a data set is refused with. */
  async refusal(input: DatasetSpecInput): Promise<AppErrorData> {
    const spec = datasetSpecSchema.parse(input);
    const refused = await prepareDataset(spec, { directory: this.directory }).then(() => null, asRefusal);
    const byBuilt = await this.preview(spec).then(() => null, asRefusal);
    expect(byBuilt, 'as the built engine refuses it').toEqual(refused);
    if (refused === null) throw new Error('it was not refused');
    return refused;
  }
}
