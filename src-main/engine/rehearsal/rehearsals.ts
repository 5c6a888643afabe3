import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReadableStream } from 'node:stream/web';
import { planRehearsal } from '@shared/diagnosis/rehearsal/plan';
import { rehearsalSteps, type RehearsalEvent } from '@shared/diagnosis/rehearsal/rehearsal';
import { judgeRehearsal, learnedAt } from '@shared/diagnosis/rehearsal/verdict';
import { AppError } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import { runIdSchema } from '@shared/ids';
import type { FromTrainer, TrainJob } from '../../trainer/protocol';
import type { TrainingParts } from '../engineParts';
import { soundExperiments, type SoundExperiment } from '../jobs/starting/startRun';
import { startOf } from '../jobs/trainJob';
import { crashError, type TrainerProcess } from '../jobs/trainers/trainerProcess';
import { factsHeard } from './factsHeard';
import { writeRehearsed } from './rehearsedDataset';

type Parts = Pick<TrainingParts, 'runs' | 'trainers' | 'workspace'>;

/** Trainings on a few examples, to see whether a net can learn them by heart. They are no runs, and leave nothing behind. */
export class Rehearsals {
  private readonly alive = new Set<TrainerProcess>();

  constructor(private readonly parts: Parts) {}

  /**
   * Rehearses an experiment in a trainer of its own, beside whatever is trained.
   * @param signal ends it
   * @throws AppError for what is wrong with the experiment or its data, and where the trainer fails
   */
  async *rehearse(asked: Experiment, signal?: AbortSignal): AsyncGenerator<RehearsalEvent, void> {
    const [sound] = await soundExperiments(this.parts, [asked], signal);
    if (sound === undefined) throw new Error('there is an experiment without an answer');
    const folder = await mkdtemp(join(tmpdir(), 'layerlab-rehearsal-'));
    try {
      yield* this.rehearseIn(folder, sound, signal);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Ends all that are under way. */
  close(): void {
    for (const trainer of this.alive) trainer.kill();
  }

  private async *rehearseIn(
    folder: string,
    { experiment, dataset, gear }: SoundExperiment,
    signal?: AbortSignal,
  ): AsyncGenerator<RehearsalEvent, void> {
    const { workspace, trainers } = this.parts;
    const plan = planRehearsal(experiment);
    const job: TrainJob = {
      runId: runIdSchema.parse('rehearsal'),
      experiment: plan.experiment,
      dataset: await writeRehearsed({ dataset, directory: workspace.dataset(dataset.hash) }, folder),
      datasetDirectory: folder,
      runDirectory: folder,
      ...startOf(experiment, workspace),
      ...{ resume: false, compilation: 'plain', compilationBinds: false },
    };
    signal?.throwIfAborted();
    const trainer = trainers.take(gear.settings);
    this.alive.add(trainer);
    const abort = (): void => trainer.kill();
    signal?.addEventListener('abort', abort);
    try {
      trainer.begin(job);
      const heard: FromTrainer[] = [];
      for await (const message of messagesOf(trainer)) {
        heard.push(message);
        if (message.type === 'metrics') {
          yield { type: 'progress', step: message.progress.step, steps: rehearsalSteps };
          if (learnedAt(factsHeard(job, heard)) !== null) trainer.send({ type: 'stop' });
        } else if (message.type === 'finished') {
          if (message.state === 'failed' && message.error !== null) throw AppError.fromData(message.error);
          break;
        }
      }
      yield { type: 'rehearsed', rehearsal: judgeRehearsal(factsHeard(job, heard), plan) };
    } finally {
      signal?.removeEventListener('abort', abort);
      await trainer.release();
      this.alive.delete(trainer);
    }
  }
}

/** What a trainer says, in order; an error where it ends. */
function messagesOf(trainer: TrainerProcess): ReadableStream<FromTrainer> {
  let forget = (): void => undefined;
  return new ReadableStream<FromTrainer>({
    start(controller) {
      forget = trainer.onMessage((message) => controller.enqueue(message));
      void trainer.exited.then((exit) => controller.error(crashError(exit, null)));
    },
    cancel: () => forget(),
  });
}
