import type { Experiment } from '../../experiment/experiment';
import { findLayerDefinition } from '../../network/layers';
import type { TrainingConfig } from '../../training/config';
import { applyEdits } from '../edits';
import { rehearsalSteps, rehearsedExamples } from './rehearsal';

export interface RehearsalPlan {
  readonly experiment: Experiment;
  /** What was left out, in words. */
  readonly setAside: readonly string[];
}

/** Settings that keep from learning by heart, or whose epochs are not those of a rehearsal. */
const hindrances: readonly (readonly [string, (training: TrainingConfig) => boolean])[] = [
  ['L1', ({ l1 }) => l1 > 0],
  ['L2', ({ l2 }) => l2 > 0],
  ['the limit on the weights’ norm', ({ maxNorm }) => maxNorm !== undefined],
  ['weight decay', ({ optimizer }) => isPositive(optimizer, 'weightDecay')],
  ['label smoothing', ({ loss }) => isPositive(loss, 'labelSmoothing')],
  ['augmentation', ({ augmentation }) => augmentation !== undefined],
  ['the learning rate’s schedule', ({ schedule }) => schedule !== undefined],
  ['the warm-up', ({ warmupSteps }) => warmupSteps > 0],
];

/**
 * The experiment as it is rehearsed: its net, loss and optimizer, on a few examples that are all in each step, and without
 * what is there to keep a net from learning its examples by heart.
 */
export function planRehearsal(experiment: Experiment): RehearsalPlan {
  const { network, training } = experiment;
  const setAside = hindrances.filter(([, isSet]) => isSet(training)).map(([title]) => title);
  const noisy = network.layers.filter(({ kind }) => findLayerDefinition(kind)?.group === 'regularization');
  const bare = applyEdits(
    { ...experiment, training: rehearsed(training) },
    noisy.map(({ id }) => ({ removeLayer: id })),
  );
  return { experiment: bare, setAside: [...setAside, ...noisy.map(({ id }) => id)] };
}

function rehearsed({
  maxNorm: _maxNorm,
  augmentation: _augmentation,
  schedule: _schedule,
  earlyStopping: _earlyStopping,
  ...training
}: TrainingConfig): TrainingConfig {
  return {
    ...training,
    ...{ l1: 0, l2: 0, warmupSteps: 0, classWeights: 'none' },
    loss: without(training.loss, 'labelSmoothing'),
    optimizer: without(training.optimizer, 'weightDecay'),
    batchSize: rehearsedExamples,
    epochs: rehearsalSteps,
    compilation: 'plain',
    observation: 'auto',
  };
}

function isPositive(entry: TrainingConfig['loss'], parameter: string): boolean {
  return typeof entry === 'object' && Number(entry[parameter] ?? 0) > 0;
}

function without<Entry extends TrainingConfig['loss']>(entry: Entry, parameter: string): Entry {
  return isPositive(entry, parameter) ? ({ ...(entry as object), [parameter]: 0 } as Entry) : entry;
}
