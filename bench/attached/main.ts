import { execFileSync } from 'node:child_process';
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

/**
 * What a run loses by being kept and watched: seconds of training alone in a process, beside seconds of the same run
 * with the engine, its database and a subscriber who takes every metric and picture.
 */
const { values: options } = parseArgs({
  options: {
    repeats: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
    /** A case to train alone in this process: what the bench calls itself with. */
    alone: { type: 'string' },
  },
});

/** Epochs that make a run last a quarter of a minute, so that its start weighs little. */
const cases: Readonly<Record<string, number>> = { spirals: 6000, twoLayer: 300, lenet5: 100 };

function experimentFor(id: string): Experiment {
  const template = templateCatalogue.find((each) => each.id === id);
  if (template === undefined) throw new Error(`there is no template ${id}`);
  const experiment = experimentOf(template);
  return experimentSchema.parse({
    ...experiment,
    training: { ...experiment.training, epochs: cases[id] },
  });
}

async function secondsAlone(experiment: Experiment, directory: string): Promise<number> {
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
  const prepared = prepareSession(job, (request) => createCompiledSession({ ...request, parts }));
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
function secondsInChild(name: string): number {
  const output = execFileSync(process.execPath, [process.argv[1] ?? '', '--alone', name], {
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

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

const folder = await mkdtemp(join(tmpdir(), 'layerlab-bench-'));
try {
  if (options.alone === undefined) await compare();
  else process.stdout.write(String(await secondsAlone(experimentFor(options.alone), folder)));
} finally {
  await rm(folder, { recursive: true });
}

async function compare(): Promise<void> {
  for (const name of Object.keys(cases)) {
    const experiment = experimentFor(name);
    const ratios: number[] = [];
    for (let repeat = 0; repeat < Number(options.repeats); repeat++) {
      const alone = secondsInChild(name);
      const attached = await secondsAttached(experiment, join(folder, 'home'));
      ratios.push(attached / alone);
    }
    const cost = median(ratios) - 1;
    const line = `${name}: attached costs ${(100 * cost).toFixed(1)} % (${ratios.map((ratio) => ratio.toFixed(3)).join(', ')})`;
    process.stdout.write(`${options.json ? JSON.stringify({ case: name, cost, ratios }) : line}\n`);
  }
}
