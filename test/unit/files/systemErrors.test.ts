import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@shared/errors';
import { afterAll, describe, expect, it } from 'vitest';
import { fileError } from '../../../src-main/files/fileErrors';
import { prepareDataset } from '../../../src-main/engine/datasets';
import { datasetSpecSchema } from '@shared/data/spec';

const folder = mkdtempSync(join(tmpdir(), 'layerlab-errors-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As Node throws it. */
function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: something, open '${path}'`), { code, path, syscall: 'open' });
}

describe('what the system’s error codes mean', () => {
  it.each([
    ['ENOSPC', 'diskFull', /disk is full/i],
    ['EDQUOT', 'diskFull', /quota/i],
    ['EROFS', 'badArgument', /only be read/],
  ])('%s is said wherever it is met, with what to do', (code, expected, words) => {
    const thrown = systemError(code, '/data/x');
    for (const error of [AppError.from(thrown), fileError(thrown, '/data/x', 'The file cannot be written')]) {
      expect(error.code).toBe(expected);
      expect(error.message).toMatch(words);
      expect(error.where).toBe('/data/x');
      expect(error.remedy).not.toBeNull();
    }
  });

  it('is said of a folder of data sets that cannot be made, too', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const spec = datasetSpecSchema.parse({ kind: 'xor' });
    const refused = prepareDataset(spec, { directory: join(file, 'datasets') });
    await expect(refused).rejects.toMatchObject({
      code: 'badArgument',
      message: 'The data set cannot be prepared: a file stands where a folder is needed.',
      where: join(file, 'datasets'),
    });
  });
});
