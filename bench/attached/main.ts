import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
import { median } from '../median';

/**
 * What a run loses by being seen, kept and watched: seconds of training alone in a process, without a look at its layers,
 * beside seconds of the same run with the engine, its database, observations, and a subscriber who takes every metric and
 * picture. On a machine that does other things, too, `--processor` counts the seconds that all processes of a run have a
 * core, less those of the same with one epoch, which are its start.
 */
const { values: options } = parseArgs({
  options: {
    repeats: { type: 'string', default: '5' },
    cases: { type: 'string' },
    processor: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    /** A case to train alone in this process: what the bench calls itself with. */
    alone: { type: 'string' },
    epochs: { type: 'string' },
    observed: { type: 'boolean', default: false },
  },
});

/** Epochs that make a run last some seconds. */
const cases: Readonly<Record<string, number>> = { spirals: 3000, twoLayer: 150, lenet5: 50, smallVgg: 12 };

/** Both ways from operation to operation, whatever would pay for so many steps. */
function experimentFor(id: string, epochs = cases[id]): Experiment {
  const template = templateCatalogue.find((each) => each.id === id);
  if (template === undefined) throw new Error(`there is no template ${id}`);
  const experiment = experimentOf(template);
  return experimentSchema.parse({
    ...experiment,
    training: { ...experiment.training, epochs, compilation: 'plain' },
  });
}

async function secondsAlone(experiment: Experiment, directory: string, observed: boolean): Promise<number> {
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
  const { parallelism, kernels } = librarySettingsFor(network, experiment.training);
  const parts = shareCores(parallelism);
  loadNative(kernels);
  const prepared = prepareSession(
    job,
    (request) => createCompiledSession({ ...request, parts }),
    observed ? 'observed' : 'trained',
  );
  try {
    let started = performance.now();
    const run = new TrainingRun(job, prepared, new Control(), ({ type }) => {
      if (type === 'started') started = performance.now();
    });
    await run.run();
    return (performance.now() - started) / 1000;
  } finally {
    prepared.session.dispose();
  }
}

/** In a process of its own, which uses the cores as a trainer for this net does. */
function secondsInChild(name: string, epochs: number, observed = false): number {
  const own = ['--alone', name, '--epochs', String(epochs), ...(observed ? ['--observed'] : [])];
  const output = execFileSync(process.execPath, [process.argv[1] ?? '', ...own], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return Number(output);
}

async function secondsAttached(experiment: Experiment, home: string): Promise<number> {
  const engine = new EngineProcess({ home, onLog: () => undefined });
  try {
    await engine.ready;
    const client = createEngineClient(engine.connect());
    const { runId } = await client.runs.start({ experiment });
    for await (const event of await client.runs.watch({ runId, pictures: true })) {
      if (event.type === 'summary' && event.run.error !== null) throw new Error(event.run.error.message);
    }
    const { startedAt, finishedAt } = await client.runs.get({ runId });
    return (Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')) / 1000;
  } finally {
    await engine.shutdown();
  }
}

/** Seconds that children of this process, and theirs, which have ended, had a core (Linux counts a hundred a second). */
function processorSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  const [user = 0, system = 0] = fields.slice(13, 15).map(Number);
  return (user + system) / 100;
}

/** What one way of training takes, as it was asked for. */
async function secondsOf(name: string, train: (epochs: number) => number | Promise<number>): Promise<number> {
  const epochs = cases[name] ?? 1;
  if (!options.processor) return train(epochs);
  const taken: number[] = [];
  for (const each of [1, epochs]) {
    const before = processorSeconds();
    await train(each);
    taken.push(processorSeconds() - before);
  }
  const [start = 0, all = 0] = taken;
  return all - start;
}

const folder = await mkdtemp(join(tmpdir(), 'layerlab-bench-'));
try {
  const { alone, epochs } = options;
  if (alone === undefined) await compare();
  else
    process.stdout.write(
      String(await secondsAlone(experimentFor(alone, Number(epochs)), folder, options.observed)),
    );
} finally {
  await rm(folder, { recursive: true });
}

async function compare(): Promise<void> {
  for (const name of options.cases?.split(',') ?? Object.keys(cases)) {
    const [observed, attached]: [number[], number[]] = [[], []];
    for (let repeat = 0; repeat < Number(options.repeats); repeat++) {
      const alone = await secondsOf(name, (epochs) => secondsInChild(name, epochs));
      observed.push((await secondsOf(name, (epochs) => secondsInChild(name, epochs, true))) / alone);
      attached.push((await secondsOf(name, (epochs) => watched(name, epochs))) / alone);
    }
    tell(name, observed, attached);
  }
}

function watched(name: string, epochs: number): Promise<number> {
  return secondsAttached(experimentFor(name, epochs), join(folder, 'home'));
}

function tell(name: string, observed: readonly number[], attached: readonly number[]): void {
  const said = (ratios: readonly number[]) =>
    `${(100 * (median(ratios) - 1)).toFixed(1)} % (${ratios.map((ratio) => ratio.toFixed(3)).join(', ')})`;
  const line = `${name}: observation costs ${said(observed)}, with engine and window ${said(attached)}`;
  const facts = {
    case: name,
    observation: median(observed) - 1,
    cost: median(attached) - 1,
    ratios: { observed, attached },
  };
  process.stdout.write(`${options.json ? JSON.stringify(facts) : line}\n`);
}
