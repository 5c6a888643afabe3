import { existsSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import type { RunId } from '@shared/ids';
import { Random } from '@shared/random';
import { patience } from '../../patience';
import { startEngineChild } from '../support/engineChild';
import { programs } from '../support/programs';
import { experimentNamed } from '../support/stores';
import { temporaryFolder } from '../support/workspace';

/** `LAYERLAB_KILLS=100` kills as often with the weights in the file and as often with them beside it. */
const kills = Number(process.env['LAYERLAB_KILLS'] ?? 1);

type Child = ReturnType<typeof startEngineChild>;

async function trainedRun({ client }: Child, seed: number): Promise<RunId> {
  const { runId } = await client.runs.start({
    experiment: experimentNamed('wide', { epochs: 1, seed }, 4000),
  });
  for await (const _event of await client.runs.watch({ runId }));
  return runId;
}

/** What is exported of a run: the file's bytes, and those of what is beside it. */
async function exportedTo({ client }: Child, runId: RunId, folder: string) {
  const path = join(folder, 'model.onnx');
  const { besidePaths } = await client.exports.create({ runId, path, format: 'onnx' });
  return [path, ...besidePaths].map((each) => ({ name: basename(each), bytes: readFileSync(each) }));
}

type Exported = Awaited<ReturnType<typeof exportedTo>>;

const isWhole = (folder: string, files: Exported) =>
  files.every(({ name, bytes }) => {
    const path = join(folder, name);
    return existsSync(path) && readFileSync(path).equals(bytes);
  });

/** What is being written there, or was when the engine was killed. */
const unfinished = (folder: string) => readdirSync(folder).filter((each) => each.endsWith('.part'));

/** Told by the system, so that it is heard of however soon it is done. */
function beginsToBeWritten(folder: string): Promise<void> {
  const watcher = watch(folder);
  return new Promise((done) =>
    watcher.on('change', (_, name: string | Buffer | null) => {
      // Some systems do not say which file it was.
      const names = name === null ? readdirSync(folder) : [name.toString()];
      if (!names.some((each) => each.endsWith('.part'))) return;
      watcher.close();
      done();
    }),
  );
}

it.each([
  ['in the file', ''],
  ['in a file beside it', '1000'],
])(
  'whenever an export is killed, its target is the old file or the new one, whole: weights %s',
  async (_, mostBytes) => {
    vi.stubEnv('LAYERLAB_ONNX_BYTES', mostBytes);
    const home = temporaryFolder();
    const target = temporaryFolder();
    let engine = startEngineChild(programs, home);
    const runIds = [await trainedRun(engine, 1), await trainedRun(engine, 2)] as const;
    const started = performance.now();
    const known = [
      await exportedTo(engine, runIds[0], temporaryFolder()),
      await exportedTo(engine, runIds[1], target),
    ] as const;
    const usual = (performance.now() - started) / 2;
    for (let kill = 0; kill < kills; kill++) {
      const runId = runIds[kill % 2] ?? runIds[0];
      const written = beginsToBeWritten(target);
      void engine.client.exports
        .create({ runId, path: join(target, 'model.onnx'), format: 'onnx' })
        .catch(() => undefined);
      await written;
      // The first as soon as something is being written, the others at any moment behind.
      if (kill > 0) await after(new Random(5, kill).uniform(0, 1.2 * usual));
      engine.child.kill('SIGKILL');
      await engine.exited;
      for (const each of unfinished(target)) rmSync(join(target, each));
      expect(
        known.some((files) => isWhole(target, files)),
        `kill ${kill}`,
      ).toBe(true);
      engine = startEngineChild(programs, home);
      await engine.announcement;
    }
    await engine.client.exports.create({
      runId: runIds[0],
      path: join(target, 'model.onnx'),
      format: 'onnx',
    });
    expect(isWhole(target, known[0])).toBe(true);
    engine.channel.end();
    await engine.exited;
  },
  patience.test(2 + kills),
);
