import { existsSync, mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safe } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { runIdSchema } from '@shared/ids';
import { parseExperiment } from '@shared/experiment/parsing';
import { createEngine } from '../../../src-main/engine/createEngine';
import { eventually, openEngine, watchUntil } from '../support/engine';
import { programs } from '../support/programs';
import { experimentNamed } from '../support/stores';
import { temporaryFolder } from '../support/workspace';

const two = (client: ReturnType<typeof openEngine>['client'], widths: readonly number[]) =>
  Promise.all(
    widths.map(async (width) => {
      const experiment = experimentNamed(`width ${width}`, { epochs: 3 }, width);
      const { runId } = await client.runs.start({ experiment });
      await watchUntil(client, runId);
      return runId;
    }),
  );

describe('an error', () => {
  it('crosses the contract with what is wrong, where, and what to do, and leaves no run', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const good = experimentNamed('bad');
    const layers = good.network.layers.map((layer) =>
      layer.id === 'hidden' ? { id: 'hidden', kind: 'conv2d', filters: 4, kernelSize: 3 } : layer,
    );
    const experiment = parseExperiment({ ...good, network: { ...good.network, layers } });
    const { error, isDefined } = await safe(client.runs.start({ experiment }));
    expect(isDefined).toBe(true);
    expect(error).toMatchObject({ code: 'APP_ERROR', data: { code: 'badNetwork' } });
    expect((error as { data?: { remedy?: string } }).data?.remedy).toBeTruthy();
    expect(await client.runs.list({})).toMatchObject({ total: 0, runs: [] });
  });

  it('says which argument of a call cannot be used', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    await expect(client.runs.list({ limit: -1 })).rejects.toMatchObject({
      data: { code: 'badArgument', where: 'limit' },
    });
  });

  it('of a stream crosses as one of a call does', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const runId = runIdSchema.parse('no-such-run');
    await expect(watchUntil(client, runId)).rejects.toMatchObject({
      code: 'APP_ERROR',
      data: { code: 'notFound', where: runId },
    });
  });

  it('that nobody expected is logged with its stack', async () => {
    const home = temporaryFolder();
    const { client, engine } = openEngine(home, programs);
    await engine.close();
    await expect(client.runs.list({})).rejects.toMatchObject({ data: { code: 'internal' } });
    const log = readFileSync(join(home, 'logs', 'engine.log'), 'utf8');
    expect(log).toContain('"call":"runs.list"');
    expect(log).toContain('runList.ts');
  });
});

describe('a workspace', () => {
  it.runIf(existsSync('/proc/self'))('that cannot be made is refused, with its folder and what to do', () => {
    const home = '/proc/no/workspace';
    expect(() => openEngine(home, programs)).toThrow(
      expect.objectContaining({ code: 'badArgument', where: home, remedy: expect.any(String) as unknown }),
    );
  });

  it('that must exist is not made', () => {
    const home = join(temporaryFolder(), 'mistyped');
    const opening = () => createEngine({ home, version: '0.1.0', programs, mustExist: true });
    expect(opening).toThrow(expect.objectContaining({ code: 'notFound', where: home }));
    expect(existsSync(home)).toBe(false);
  });
});

describe('an experiment file', () => {
  const csv = (path: string) =>
    parseExperiment({ ...experimentNamed('from a table'), dataset: { kind: 'csv', path, target: 'label' } });

  it('is saved whole with paths that move with it, and opened with absolute ones', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const folder = temporaryFolder();
    const path = join(folder, 'mine.layerlab.json');
    const inside = csv(join(folder, 'data', 'table.csv'));
    await client.files.saveExperiment({ path, experiment: inside });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ dataset: { path: 'data/table.csv' } });
    expect(readdirSync(folder)).toEqual(['mine.layerlab.json']);
    expect(await client.files.openExperiment({ path })).toEqual({ path, experiment: inside });

    const outside = csv('/elsewhere/table.csv');
    await client.files.saveExperiment({ path, experiment: outside });
    expect(await client.files.openExperiment({ path })).toEqual({ path, experiment: outside });
  });

  it('keeps the tables that a sweep tries beside itself, too', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const folder = temporaryFolder();
    const path = join(folder, 'swept.layerlab.json');
    const trying = (place: (name: string) => string) => ({
      ...csv(place('a.csv')),
      sweep: {
        method: 'grid' as const,
        parameters: {
          'dataset.path': { choice: [place('a.csv'), place('b.csv')] },
          'dataset.target': ['label', 'other'],
        },
        seeds: 1,
        metric: 'validation.loss',
      },
    });
    const experiment = trying((name) => join(folder, name));
    await client.files.saveExperiment({ path, experiment });
    const { dataset, sweep } = trying((name) => name);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ dataset, sweep });
    expect(await client.files.openExperiment({ path })).toEqual({ path, experiment });
  });

  it.each([
    ['is not JSON', '{ "version": 1, ', 'badExperiment'],
    [
      'has an unknown layer',
      JSON.stringify({
        ...experimentNamed('x'),
        network: { layers: [{ id: 'a', kind: 'dens' }], edges: [] },
      }),
      'badExperiment',
    ],
  ])('that %s is refused with its path', async (_, text, code) => {
    const { client } = openEngine(temporaryFolder(), programs);
    const path = join(temporaryFolder(), 'bad.layerlab.json');
    writeFileSync(path, text);
    await expect(client.files.openExperiment({ path })).rejects.toMatchObject({
      data: { code, where: expect.stringContaining(path) as unknown },
    });
  });

  it('that is not there says so', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const path = join(temporaryFolder(), 'none.layerlab.json');
    await expect(client.files.openExperiment({ path })).rejects.toMatchObject({
      data: { code: 'notFound', where: path },
    });
  });
});

describe('a folder', () => {
  it('is listed with folders first and nothing hidden', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const directory = temporaryFolder();
    mkdirSync(join(directory, 'z'));
    for (const name of ['b10.csv', 'b9.csv', '.hidden']) writeFileSync(join(directory, name), 'abc');
    const { entries, parent } = await client.files.list({ directory });
    expect(
      entries.map(({ name, isDirectory, bytes }) => [name, isDirectory, isDirectory ? 0 : bytes]),
    ).toEqual([
      ['z', true, 0],
      ['b9.csv', false, 3],
      ['b10.csv', false, 3],
    ]);
    expect(parent).not.toBeNull();
    const file = join(directory, 'b9.csv');
    expect(await client.files.list({ directory: file })).toMatchObject({ directory, file });
  });
});

describe('comparing runs', () => {
  it('answers with the runs, where they differ, and their curves', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const runIds = await two(client, [4, 32]);
    const { runs, differences, curves } = await client.runs.compare({ runIds });
    expect(runs.map(({ id }) => id)).toEqual(runIds);
    expect(differences).toEqual([{ path: 'network.hidden.units', values: [4, 32] }]);
    for (const runId of runIds) {
      const own = curves
        .filter((curve) => curve.runId === runId)
        .map(({ split, name }) => `${split} ${name}`);
      expect(own).toEqual(
        expect.arrayContaining(['training loss', 'validation loss', 'validation accuracy']),
      );
    }
  });
});

describe('a run', () => {
  it('is renamed, noted, put into the bin and brought back, and those who watch hear of it', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const [runId] = await two(client, [4]);
    if (runId === undefined) throw new Error('no run');
    const heard: string[] = [];
    const ending = new AbortController();
    const watching = (async () => {
      for await (const event of await client.engine.watch(undefined, { signal: ending.signal })) {
        if (event.type === 'status') heard.push('status');
        if (event.type === 'runChanged') heard.push(`${event.run.name}: ${event.run.note}`);
        if (event.type === 'runDeleted') heard.push('deleted');
      }
    })();
    await eventually(() => heard.includes('status'));
    const hears = async (call: Promise<unknown>, news: string) => {
      heard.length = 0;
      await call;
      await eventually(() => heard.includes(news));
    };
    await hears(client.runs.rename({ runId, name: 'narrow' }), 'narrow: ');
    await hears(client.runs.setNote({ runId, note: 'too few units' }), 'narrow: too few units');
    await hears(client.runs.delete({ runIds: [runId] }), 'deleted');
    await expect(client.runs.get({ runId })).rejects.toMatchObject({ data: { code: 'notFound' } });
    await expect(client.runs.rename({ runId, name: 'gone' })).rejects.toMatchObject({
      data: { code: 'notFound' },
    });
    await hears(client.runs.restore({ runIds: [runId] }), 'narrow: too few units');
    ending.abort();
    await watching;
    expect((await client.runs.get({ runId })).name).toBe('narrow');
  });

  it('is exported, with the report kept and the file readable, and no other file', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const [runId] = await two(client, [4]);
    if (runId === undefined) throw new Error('no run');
    const result = await client.exports.create({ runId, format: 'onnx' });
    expect(result.report).toMatchObject({ passed: true, sameTop1: 1 });
    expect(await client.exports.list({ runId })).toEqual([result]);
    const { base64 } = await client.exports.read({ runId, path: result.path ?? '' });
    expect(Buffer.from(base64, 'base64').equals(readFileSync(result.path ?? ''))).toBe(true);
    truncateSync(result.path ?? '', 3_000_000_000);
    await expect(client.exports.read({ runId, path: result.path ?? '' })).rejects.toMatchObject({
      data: { message: expect.stringContaining('The file has 3 GB, and a browser'), where: result.path },
    });
    await expect(client.exports.read({ runId, path: '/etc/passwd' })).rejects.toMatchObject({
      data: { code: 'notFound' },
    });
  });
});
