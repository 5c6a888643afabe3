import { formatCount } from '../format';
import type { TrainedRun } from './imported/trained';

type Ended = Pick<TrainedRun, 'state' | 'progress' | 'experiment' | 'metrics'>;

/** Whether a run was over before its epochs were, because it did not get better. */
export function hasStoppedEarly({ state, progress }: Pick<Ended, 'state' | 'progress'>): boolean {
  return state === 'completed' && progress !== null && progress.epoch < progress.epochs;
}

/** How a run ended: `completed after 200 epochs`, `stopped early after epoch 57 of 200: …`. */
export function describeEnding(run: Ended): string {
  const { state, progress, experiment, metrics } = run;
  if (progress === null) return state;
  const { epoch, epochs } = progress;
  const { earlyStopping } = experiment.training;
  if (hasStoppedEarly(run) && earlyStopping !== undefined) {
    const watched = `${metrics.validationLoss === null ? 'training' : 'validation'} ${earlyStopping.monitor}`;
    return (
      `stopped early after epoch ${formatCount(epoch)} of ${formatCount(epochs)}: the ${watched} had not improved ` +
      `for ${formatCount(earlyStopping.patience)} epochs`
    );
  }
  return state === 'completed'
    ? `completed after ${formatCount(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'}`
    : `${state} in epoch ${formatCount(Math.min(epoch + 1, epochs))} of ${formatCount(epochs)}`;
}
