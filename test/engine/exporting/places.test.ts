import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ExportResult } from '@shared/contract/exports';
import { Database } from '../../../src-main/engine/runs/database/database';
import { ExportStore } from '../../../src-main/engine/runs/exportStore';
import { openEngine, watchUntil } from '../support/engine';
import { programs } from '../support/programs';
import { experimentNamed } from '../support/stores';
import { temporaryFolder } from '../support/workspace';

async function trained() {
  const home = temporaryFolder();
  const { client } = openEngine(home, programs);
  const { runId } = await client.runs.start({ experiment: experimentNamed('small', { epochs: 1 }) });
  await watchUntil(client, runId);
  return { home, client, runId };
}

describe('an export', () => {
  it('that cannot be put where it should says where and what to do, and leaves nothing behind', async () => {
    const { home, client, runId } = await trained();
    const folder = join(home, 'exports');
    mkdirSync(join(folder, 'taken.onnx'), { recursive: true });
    writeFileSync(join(folder, 'file'), '');
    const refused = (path: string) => expect(client.exports.create({ runId, format: 'onnx', path })).rejects;
    await refused(join(folder, 'taken.onnx')).toMatchObject({
      data: { code: 'badArgument', where: join(folder, 'taken.onnx'), remedy: expect.any(String) as unknown },
    });
    await refused(join(folder, 'file', 'model.onnx')).toMatchObject({
      data: { code: 'badArgument', where: join(folder, 'file'), remedy: expect.any(String) as unknown },
    });
    // A file system in which nobody makes a file.
    if (existsSync('/proc/self')) {
      for (const place of ['/proc', '/proc/new/folder']) {
        await refused(join(place, 'model.onnx')).toMatchObject({
          data: { code: expect.stringMatching(/^(badArgument|notFound)$/) as unknown, where: place },
        });
      }
    }
    if (existsSync('/dev/full')) {
      symlinkSync('/dev/full', join(folder, 'full.onnx.part'));
      await refused(join(folder, 'full.onnx')).toMatchObject({
        data: { code: 'diskFull', where: folder, remedy: expect.any(String) as unknown },
      });
    }
    expect(readdirSync(folder).sort()).toEqual(['file', 'taken.onnx']);
    expect(await client.exports.list({ runId })).toEqual([]);
  });

  it('makes the folder that it is to be put in, and the data set again where it was cleared away', async () => {
    const { home, client, runId } = await trained();
    rmSync(join(home, 'datasets'), { recursive: true });
    const path = join(home, 'new', 'folder', 'model.onnx');
    expect(await client.exports.create({ runId, format: 'onnx', path })).toMatchObject({
      path,
      report: { passed: true },
    });
    expect(existsSync(path)).toBe(true);
  });

  it('of an early version, which did not say what it let pass, is still listed', async () => {
    const { home, client, runId } = await trained();
    const result: ExportResult = {
      runId,
      format: 'onnx',
      checkpoint: 'best',
      weights: null,
      opset: 17,
      precision: 'float32',
      foldBatchNormalization: false,
      include: 'nothing',
      path: null,
      asidePath: null,
      besidePaths: [],
      bytes: 1,
      sha256: '',
      proof: null,
      report: {
        examples: 1,
        split: 'validation',
        largestDifference: null,
        meanDifference: null,
        medianDifference: null,
        percentile95: null,
        percentile99: null,
        accuracy: null,
        precision: 'float32',
        worst: [],
        layers: [],
        firstDeviation: null,
        secondRuntime: null,
        speed: null,
        sameTop1: null,
        tolerance: null,
        passed: false,
      },
      reportPath: join(home, 'model.onnx.report.json'),
      createdAt: '2026-01-01T00:00:00.000Z',
    };
    const database = Database.open(join(home, 'layerlab.sqlite'));
    new ExportStore(database).add(result);
    database.close();
    expect(await client.exports.list({ runId })).toEqual([result]);
  });
});
