import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExperimentInput } from '@shared/experiment/experiment';
import { parseExperiment } from '@shared/experiment/parsing';
import { runIdSchema } from '@shared/ids';
import { prepareDataset } from '../../../src-main/engine/datasets/preparing/prepare';
import { prepareSession } from '../../../src-main/trainer/run/answers';
import { beginSession } from '../../../src-main/trainer/run/beginSession';
import { createCompiledSession } from '../../../src-main/trainer/compile';
import { Control } from '../../../src-main/trainer/run/pacing/control';
import type { FromTrainer, TrainJob } from '../../../src-main/trainer/protocol';
import { TrainingRun } from '../../../src-main/trainer/run/trainingRun';

/** A place where runs are trained in the test's own process, with everything real but the process boundary. */
export class Workplace {
  readonly directory = mkdtempSync(join(tmpdir(), 'layerlab-test-'));

  async job(input: ExperimentInput, options: { resume?: boolean } = {}): Promise<TrainJob> {
    const experiment = parseExperiment(input);
    const { dataset, directory } = await prepareDataset(experiment.dataset, { directory: this.directory });
    return {
      runId: runIdSchema.parse('test'),
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
      true,
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
    return { steps: own.flatMap(({ steps }) => steps), values: own.flatMap(({ values }) => values) };
  }
}
