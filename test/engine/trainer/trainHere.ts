import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExperimentInput } from '@shared/experiment/experiment';
import { parseExperiment } from '@shared/experiment/parsing';
import { runIdSchema } from '@shared/ids';
import { prepareDataset } from '../../../src-main/engine/datasets/preparing/prepare';
import { trainGroup } from '../../../src-main/trainer/group/trainGroup';
import { prepareSession } from '../../../src-main/trainer/run/answers';
import { beginSession } from '../../../src-main/trainer/run/beginSession';
import { createCompiledGroup, createCompiledSession } from '../../../src-main/trainer/compile';
import { Control } from '../../../src-main/trainer/run/pacing/control';
import type { FromTrainer, TrainJob } from '../../../src-main/trainer/protocol';
import { TrainingRun } from '../../../src-main/trainer/run/trainingRun';

/** Dropout, batches that do not divide the data, Adam and a schedule: everything that a resume could lose. */
export const spirals = (training: ExperimentInput['training'] = {}): ExperimentInput => ({
  version: 1,
  name: 'spirals',
  network: {
    layers: [
      { id: 'input', kind: 'input' },
      { id: 'hidden', kind: 'dense', units: 12 },
      { id: 'relu', kind: 'relu' },
      { id: 'dropout', kind: 'dropout', rate: 0.3 },
      { id: 'scores', kind: 'dense', units: 2 },
    ],
    edges: [
      ['input', 'hidden'],
      ['hidden', 'relu'],
      ['relu', 'dropout'],
      ['dropout', 'scores'],
    ],
  } as ExperimentInput['network'],
  dataset: { kind: 'spirals', examples: 251, testFraction: 0.1 },
  training: {
    optimizer: { kind: 'adam', learningRate: 0.01 },
    schedule: { kind: 'cosine' },
    batchSize: 30,
    epochs: 6,
    ...training,
  },
});

/** A place where runs are trained in the test's own process, with everything real but the process boundary. */
export class Workplace {
  readonly directory = mkdtempSync(join(tmpdir(), 'layerlab-test-'));

  async job(input: ExperimentInput, options: { resume?: boolean; runId?: string } = {}): Promise<TrainJob> {
    const experiment = parseExperiment(input);
    const { dataset, directory } = await prepareDataset(experiment.dataset, { directory: this.directory });
    return {
      runId: runIdSchema.parse(options.runId ?? 'test'),
      experiment,
      dataset,
      datasetDirectory: directory,
      runDirectory: this.directory,
      resume: options.resume ?? false,
      compilation: experiment.training.compilation === 'xla' ? 'xla' : 'plain',
      compilationBinds: true,
    };
  }

  /** Trains until the run ends by itself or `control` ends it. */
  async train(job: TrainJob, { control = new Control(), longestSlice = Infinity } = {}): Promise<Outcome> {
    const messages: FromTrainer[] = [];
    const prepared = prepareSession(
      job,
      (request) => beginSession(createCompiledSession, request, job).session,
      'observed',
    );
    try {
      await new TrainingRun(job, prepared, control, (message) => messages.push(message), {
        longestSlice,
      }).run();
    } finally {
      prepared.session.dispose();
    }
    return new Outcome(messages);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}

/** Trains runs as one, each in a place of its own, until all have ended. Slices are of one step. */
export async function trainTogether(
  jobs: readonly TrainJob[],
  members: readonly Member[],
): Promise<FromTrainer[]> {
  const messages: FromTrainer[] = [];
  const controls = new Map(
    members.map(({ place, control = new Control() }) => [jobs[place]?.runId, control]),
  );
  const apart = await trainGroup(
    {
      experiments: jobs.map(({ experiment }) => experiment),
      members: members.map(({ place, resume = false }) => ({
        place,
        job: { ...(jobs[place] ?? missing(place)), resume },
      })),
    },
    createCompiledGroup,
    {
      send: (_run, message) => messages.push(message),
      controlOf: (runId) => controls.get(runId) ?? missing(runId),
    },
    { longestSlice: 1 },
  );
  if (apart !== null) throw new Error(apart);
  return messages;
}

/** A run of a group that is trained. */
interface Member {
  readonly place: number;
  readonly resume?: boolean;
  readonly control?: Control;
}

function missing(what: unknown): never {
  throw new Error(`there is no ${String(what)}`);
}

/** Stops a run after so many slices. */
export class StopAfter extends Control {
  constructor(private slices: number) {
    super();
  }

  override answerRequests(answer: Parameters<Control['answerRequests']>[0]): void {
    super.answerRequests(answer);
    if (this.slices-- <= 0) this.want('stopped');
  }
}

/** Pauses a run once, as soon as something is so, and lets it go on a little later. */
export class PauseOnce extends Control {
  paused = false;

  constructor(private readonly when: () => boolean) {
    super();
  }

  override answerRequests(answer: Parameters<Control['answerRequests']>[0]): void {
    super.answerRequests(answer);
    if (this.paused || !this.when()) return;
    this.paused = true;
    this.want('paused');
    setTimeout(() => this.want('running'), 20);
  }
}

export class Outcome {
  constructor(readonly messages: readonly FromTrainer[]) {}

  get finished() {
    const last = this.messages.at(-1);
    if (last?.type !== 'finished') throw new Error('the run did not finish');
    return last;
  }

  /** All values of one series, in order. */
  series(split: string, name: string): { steps: number[]; values: (number | null)[] } {
    const batches = this.messages.flatMap((message) => (message.type === 'metrics' ? message.batches : []));
    const own = batches.filter((batch) => batch.split === split && batch.name === name);
    return {
      steps: own.flatMap(({ steps }) => [...steps]),
      values: own.flatMap(({ values }) =>
        Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
      ),
    };
  }
}
