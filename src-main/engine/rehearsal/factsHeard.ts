import type { Followed, RunFacts } from '@shared/diagnosis/record';
import type { Split } from '@shared/runs/run';
import type { FromTrainer, TrainJob } from '../../trainer/protocol';

/** What a trainer has said of a job so far, as the doctor sees it. */
export function factsHeard(
  { experiment, dataset }: Pick<TrainJob, 'experiment' | 'dataset'>,
  messages: readonly FromTrainer[],
): RunFacts {
  const batches = messages.flatMap((message) => (message.type === 'metrics' ? message.batches : []));
  const series = (split: Split, name: string): Followed => {
    const own = batches.filter((batch) => batch.split === split && batch.name === name);
    return {
      steps: own.flatMap(({ steps }) => [...steps]),
      values: own.flatMap(({ values }) => [...values]),
    };
  };
  return {
    experiment,
    dataset,
    state: messages.find((message) => message.type === 'finished')?.state ?? 'running',
    baseline: messages.find((message) => message.type === 'baseline')?.baseline ?? {},
    observations: messages.flatMap((message) =>
      message.type === 'observation' ? [message.observation] : [],
    ),
    loss: series('training', 'loss'),
    penalty: series('training', 'penalty'),
    accuracy: series('training', 'accuracy'),
    gradientNorm: series('training', 'gradientNorm'),
    learningRate: series('training', 'learningRate'),
    validationLoss: series('validation', 'loss'),
    validationAccuracy: series('validation', 'accuracy'),
  };
}
