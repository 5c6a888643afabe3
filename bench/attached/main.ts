import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { experimentSchema, type Experiment } from '@shared/experiment/experiment';
import { runIdSchema } from '@shared/ids';
import { inferNetwork } from '@shared/network/inference';
import { experimentOf, templateCatalogue } from '@shared/experiment/templates';
import { librarySettingsFor } from '@shared/training/computing/librarySettings';
import { prepareDataset } from '../../src-main/engine/datasets';
import { createEngineClient } from '../../src-main/processes/engineClient';
import { EngineProcess } from '../../src-main/processes/engineProcess';
import { prepareSession } from '../../src-main/trainer/run/answers';
import { createCompiledSession } from '../../src-main/trainer/compile';
import { Control } from '../../src-main/trainer/run/pacing/control';
import { shareCores } from '../../src-main/trainer/session/cores';
import { loadNative } from '../../src-main/trainer/session/native';
import { TrainingRun } from '../../src-main/trainer/run/trainingRun';
import { askingPeriod, pointsAtOnce } from '../../src-renderer/stores/runs/watching';
import { median } from '../median';

/**
 * What a run loses by being seen, kept and watched: training alone in a process, without a look at its layers, beside the
 * same run with observations, and with the engine, its database, and a subscriber who takes what a window takes: curves, pictures,
 * observations, and each second what the doctor says. Of
 * each both the clock's seconds and those that all of its processes had a core, from the first step to the end.
 */
const { values: options } = parseArgs({
  options: {
    repeats: { type: 'string', default: '5' },
    cases: { type: 'string' },
    json: { type: 'boolean', default: false },
    /** A case to train alone in this process: what the bench calls itself with. */
    alone: { type: 'string' },
    observed: { type: 'boolean', default: false },
  },
});

/** Epochs that make a run last some seconds. */
const cases: Readonly<Record<string, number>> = { spirals: 3000, twoLayer: 150, lenet5: 50, smallVgg: 12 };

/** Both ways from operation to operation, whatever would pay for so many steps. */
function experimentFor(id: string): Experiment {
  const template = templateCatalogue.find((each) => each.id === id);
  if (template === undefined) throw new Error(`there is no template ${id}`);
  const experiment = experimentOf(template);
  return experimentSchema.parse({
    ...experiment,
    training: { ...experiment.training, epochs: cases[id], compilation: 'plain' },
  });
}

/** Seconds of one training. */
interface Cost {
  readonly clock: number;
  readonly processor: number;
}

async function trainAlone(experiment: Experiment, directory: string, observed: boolean): Promise<Cost> {
  const { dataset, directory: datasetDirectory } = await prepareDataset(experiment.dataset, { directory });
  const job = {
    experiment,
    dataset,
    datasetDirectory,
    runId: runIdSchema.parse('bench'),
    runDirectory: directory,
    resume: false,
    compilation: 'plain' as const,
    compilationBinds: false,
  };
  const network = inferNetwork(experiment.network, { inputShape: dataset.inputShape });
  const { parallelism, interOp, kernels } = librarySettingsFor(network, experiment.training);
  const parts = shareCores(parallelism, interOp);
  loadNative(kernels);
  const prepared = prepareSession(
    job,
    (request) => createCompiledSession({ ...request, parts }),
    observed ? 'observed' : 'trained',
  );
  try {
    let since = { at: performance.now(), used: process.cpuUsage() };
    const run = new TrainingRun(job, prepared, new Control(), ({ type }) => {
      if (type === 'started') since = { at: performance.now(), used: process.cpuUsage() };
    });
    await run.run();
    const { user, system } = process.cpuUsage(since.used);
    return { clock: (performance.now() - since.at) / 1000, processor: (user + system) / 1e6 };
  } finally {
    prepared.session.dispose();
  }
}

/** In a process of its own, which uses the cores as a trainer for this net does. */
function trainInChild(name: string, observed: boolean): Cost {
  const own = ['--alone', name, ...(observed ? ['--observed'] : [])];
  const output = execFileSync(process.execPath, [process.argv[1] ?? '', ...own], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(output) as Cost;
}

async function trainWatched(experiment: Experiment, home: string): Promise<Cost> {
  const engine = new EngineProcess({ start: { home }, onLog: () => undefined });
  try {
    await engine.ready;
    const client = createEngineClient(engine.connect());
    const { runId } = await client.runs.start({ experiment });
    let before: number | null = null;
    let lastAsked = -Infinity;
    for await (const event of await client.runs.watch({ runId, pictures: true, pointsAtOnce })) {
      if (event.type === 'observation' && performance.now() - lastAsked >= askingPeriod) {
        lastAsked = performance.now();
        void client.runs.findings({ runId }).catch(() => undefined);
      }
      if (event.type !== 'summary') continue;
      if (event.run.error !== null) throw new Error(event.run.error.message);
      if (event.run.state === 'running') before ??= processorSecondsBelow(process.pid);
    }
    const after = processorSecondsBelow(process.pid);
    const { startedAt, finishedAt } = await client.runs.get({ runId });
    return {
      clock: (Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')) / 1000,
      processor: after - (before ?? NaN),
    };
  } finally {
    await engine.shutdown();
  }
}

/** Seconds that a process and all below it had a core, those that have ended included (Linux counts a hundred a second). */
function processorSecondsBelow(root: number): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? []);
  const sumOf = (pid: number): number => {
    const own = processes.find((each) => each.pid === pid)?.seconds ?? 0;
    const children = processes.filter((each) => each.parent === pid);
    return own + children.reduce((sum, child) => sum + sumOf(child.pid), 0);
  };
  return sumOf(root);
}

/** Null for a process that has ended meanwhile. */
function statOf(pid: number): { pid: number; parent: number; seconds: number } | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').map(Number) ?? [];
    // Its own in user and system mode, and those of its children that it has waited for.
    const ticks = fields.slice(11, 15).reduce((sum, each) => sum + each, 0);
    return { pid, parent: fields[1] ?? 0, seconds: ticks / 100 };
  } catch {
    return null;
  }
}

const folder = await mkdtemp(join(tmpdir(), 'layerlab-bench-'));
try {
  const { alone, observed } = options;
  if (alone === undefined) await compare();
  else process.stdout.write(JSON.stringify(await trainAlone(experimentFor(alone), folder, observed)));
} finally {
  await rm(folder, { recursive: true });
}

async function compare(): Promise<void> {
  for (const name of options.cases?.split(',') ?? Object.keys(cases)) {
    const rounds: Round[] = [];
    for (let repeat = 0; repeat < Number(options.repeats); repeat++) {
      const alone = trainInChild(name, false);
      const observed = trainInChild(name, true);
      rounds.push({
        alone,
        observed,
        watched: await trainWatched(experimentFor(name), join(folder, 'home')),
      });
    }
    tell(name, rounds);
  }
}

type Round = Readonly<Record<'alone' | 'observed' | 'watched', Cost>>;

function tell(name: string, rounds: readonly Round[]): void {
  const ratios = (of: 'observed' | 'watched', by: keyof Cost) =>
    rounds.map((round) => round[of][by] / round.alone[by]);
  if (options.json) {
    const costOf = (of: 'observed' | 'watched') => ({
      clock: median(ratios(of, 'clock')) - 1,
      processor: median(ratios(of, 'processor')) - 1,
    });
    const facts = { case: name, observation: costOf('observed'), watched: costOf('watched'), rounds };
    process.stdout.write(`${JSON.stringify(facts)}\n`);
    return;
  }
  const said = (of: 'observed' | 'watched', by: keyof Cost) => {
    const each = ratios(of, by);
    return `${(100 * (median(each) - 1)).toFixed(1)} % (${each.map((ratio) => ratio.toFixed(3)).join(', ')})`;
  };
  for (const by of ['clock', 'processor'] as const) {
    const words = `observation costs ${said('observed', by)}, with engine and window ${said('watched', by)}`;
    process.stdout.write(`${name}, ${by}: ${words}\n`);
  }
}
