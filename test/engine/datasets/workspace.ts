import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { datasetSpecSchema, type DatasetSpecInput } from '@shared/data/spec';
import { AppError, type AppErrorData } from '@shared/errors';
import { type Prepared, prepareDataset } from '../../../src-main/engine/datasets';
import { loadTrainingData } from '../../../src-main/trainer/session/data';
import type { TrainingData } from '../../../src-main/trainer/session/session';

/** A folder for the tests of one file, taken away after them. */
export class TestWorkspace {
  root = '';

  constructor() {
    beforeAll(async () => {
      this.root = await mkdtemp(join(tmpdir(), 'layerlab-data-'));
    });
    afterAll(() => rm(this.root, { recursive: true, force: true }));
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

  prepare(spec: DatasetSpecInput, signal?: AbortSignal): Promise<Prepared> {
    const options = { directory: this.directory, ...(signal === undefined ? {} : { signal }) };
    return prepareDataset(datasetSpecSchema.parse(spec), options);
  }

  async load(spec: DatasetSpecInput): Promise<TrainingData> {
    return loadTrainingData((await this.prepare(spec)).directory);
  }

  /** The error that a data set is refused with. */
  async refusal(spec: DatasetSpecInput): Promise<AppErrorData> {
    try {
      await this.prepare(spec);
    } catch (error) {
      if (error instanceof AppError) return error.toData();
      throw error;
    }
    throw new Error('it was not refused');
  }
}
