import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunFacts } from '@shared/diagnosis/record';
import type { Experiment } from '@shared/experiment/experiment';
import { runIdSchema } from '@shared/ids';
import { Random } from '@shared/random';
import { prepareDataset } from '../../src-main/engine/datasets';
import { factsHeard } from '../../src-main/engine/rehearsal/factsHeard';
import { createCompiledSession } from '../../src-main/trainer/compile';
import type { FromTrainer, TrainJob } from '../../src-main/trainer/protocol';
import { prepareSession } from '../../src-main/trainer/run/answers';
import { Control } from '../../src-main/trainer/run/pacing/control';
import { TrainingRun } from '../../src-main/trainer/run/trainingRun';
import type { SessionRequest } from '../../src-main/trainer/session/session';

/** Trains an experiment in this process. @returns what the doctor sees of it */
export async function trainHere(experiment: Experiment, wrongLabels = 0): Promise<RunFacts> {
  const folder = mkdtempSync(join(tmpdir(), 'layerlab-doctor-'));
  try {
    const { dataset, directory } = await prepareDataset(experiment.dataset, { directory: folder });
    const job: TrainJob = {
      runId: runIdSchema.parse('bench'),
      experiment,
      dataset,
      datasetDirectory: directory,
      runDirectory: folder,
      resume: false,
      compilation: 'plain',
      compilationBinds: false,
    };
    const messages: FromTrainer[] = [];
    const create = (request: SessionRequest) => {
      mislabel(request.data, wrongLabels);
      return createCompiledSession(request);
    };
    const prepared = prepareSession(job, create, 'observed');
    try {
      await new TrainingRun(job, prepared, new Control(), (message) => messages.push(message)).run();
    } finally {
      prepared.session.dispose();
    }
    const finished = messages.find((message) => message.type === 'finished');
    if (finished?.error?.code === 'internal') throw new Error(finished.error.message);
    return factsHeard(job, messages);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Draws the labels of some examples anew, of both splits alike. */
function mislabel({ targets, classes, examples }: SessionRequest['data'], share: number): void {
  const random = new Random(1, 5);
  for (let example = 0; example < examples; example++) {
    if (random.uniform() < share && classes > 0) targets[example] = random.integer(classes);
  }
}
