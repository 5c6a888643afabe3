import type { DatasetFacts } from '../data/facts';
import { checkExperiment } from '../experiment/check';
import type { Experiment } from '../experiment/experiment';
import type { LayerId } from '../ids';
import type { InferredLayer, InferredNetwork } from '../network/inference';
import type { Observation, ObservedLayer, ObservedWeight } from '../network/observation';
import { upperMedian } from '../ops/median';
import { lowerBound } from '../runs/curves/lowerBound';
import type { Baseline, RunState } from '../runs/run';
import type { ResolvedTraining } from '../training/resolve';

/** Values of one followed quantity, and the whole steps, ascending, after which they were taken. */
export interface Followed {
  readonly steps: ArrayLike<number>;
  readonly values: ArrayLike<number | null>;
}

/** What is kept of a run that the doctor looks at. Whatever was not measured is empty. */
export interface RunFacts {
  readonly experiment: Experiment;
  readonly dataset: DatasetFacts & {
    readonly splits: { readonly training: number; readonly validation: number };
  };
  readonly state: RunState;
  readonly baseline: Baseline;
  readonly observations: readonly Observation[];
  /** Of each step. */
  readonly loss: Followed;
  readonly penalty: Followed;
  readonly accuracy: Followed;
  readonly gradientNorm: Followed;
  readonly learningRate: Followed;
  /** Of each epoch. */
  readonly validationLoss: Followed;
  readonly validationAccuracy: Followed;
}

/** A learned kernel at one moment: how it is changed and pulled at, in proportion to its size. */
export interface KernelMoment extends ObservedWeight {
  readonly layer: LayerId;
}

/** A run as conditions see it. */
export class RunRecord {
  readonly network: InferredNetwork;
  readonly training: ResolvedTraining;
  readonly problems: ReturnType<typeof checkExperiment>['problems'];

  private constructor(
    readonly facts: RunFacts,
    checked: ReturnType<typeof checkExperiment>,
    training: ResolvedTraining,
  ) {
    this.network = checked.network;
    this.problems = checked.problems;
    this.training = training;
  }

  /** Null for an experiment that could not have been trained. */
  static of(facts: RunFacts): RunRecord | null {
    const checked = checkExperiment(facts.experiment, facts.dataset);
    return checked.training === null ? null : new RunRecord(facts, checked, checked.training);
  }

  get observations(): readonly Observation[] {
    return this.facts.observations;
  }

  get stepsPerEpoch(): number {
    return Math.max(1, Math.ceil(this.facts.dataset.splits.training / this.training.config.batchSize));
  }

  get totalSteps(): number {
    return this.stepsPerEpoch * this.training.config.epochs;
  }

  /** The last step that anything is known of. */
  get lastStep(): number {
    const { steps } = this.facts.loss;
    return Math.max(steps[steps.length - 1] ?? 0, this.observations.at(-1)?.step ?? 0);
  }

  /** How far the training has come, from 0 to 1. */
  get progress(): number {
    return this.lastStep / this.totalSteps;
  }

  get hasEnded(): boolean {
    return this.facts.state === 'completed' || this.facts.state === 'stopped';
  }

  get hasDiverged(): boolean {
    return this.facts.state === 'diverged';
  }

  /** The loss of a net that answers the same everywhere; null where it was not told. */
  get constantLoss(): number | null {
    return this.facts.baseline.validationLoss ?? this.facts.baseline.trainingLoss ?? null;
  }

  layerOf(id: LayerId): InferredLayer | undefined {
    return this.network.layers.find((layer) => layer.id === id);
  }

  /** Layers with a kernel, in the network's order. */
  get weighted(): readonly InferredLayer[] {
    return this.network.layers.filter(({ weights }) => weights.some(({ name }) => name === 'kernel'));
  }

  /** Activations that are flat somewhere, and are not the output. */
  get hiddenActivations(): readonly InferredLayer[] {
    return this.network.layers.filter(
      ({ id, definition }) =>
        definition.group === 'activation' && id !== this.network.outputId && this.seen(id)?.flat !== null,
    );
  }

  /** A layer as it was last seen. */
  seen(id: LayerId, at = this.observations.at(-1)): ObservedLayer | undefined {
    return at?.layers.find(({ layer }) => layer === id);
  }

  kernelsAt(observation: Observation): KernelMoment[] {
    return observation.layers.flatMap(({ layer, weights }) =>
      weights.filter(({ name }) => name === 'kernel').map((weight) => ({ layer, ...weight })),
    );
  }

  /** ‖Δw‖ ÷ ‖w‖ of each kernel that is not zero. */
  updateRatios(observation: Observation): number[] {
    return this.kernelsAt(observation).flatMap(({ norm, updateNorm }) =>
      norm !== null && norm > 0 && updateNorm !== null ? [updateNorm / norm] : [],
    );
  }

  /** The probe's loss in proportion to that of answering the same everywhere: 1 has learned nothing. */
  relativeLoss(observation: Observation): number | null {
    const { constantLoss } = this;
    if (constantLoss === null || constantLoss <= 0) return null;
    return observation.loss === null ? Infinity : observation.loss / constantLoss;
  }

  /** Whether a net has learned next to nothing by then, of its training examples neither. */
  hasLearnedNothing(observation: Observation, share = 0.85): boolean {
    const relative = this.relativeLoss(observation);
    if (relative === null || relative <= share) return false;
    const constant = this.facts.baseline.trainingLoss ?? this.constantLoss ?? 0;
    const { step } = observation;
    const recent = this.meanLoss(step - Math.min(this.stepsPerEpoch, 10), step);
    return recent === null || recent > share * constant;
  }

  /**
   * What the last epochs typically lost in training: the median of their means, since a single step that goes wrong and is
   * made good takes an epoch's mean with it, and says nothing of what the net knows. Null where none is complete.
   */
  typicalLoss(epochs: number): number | null {
    const means = Array.from({ length: epochs }, (_, back) => {
      const end = this.lastStep - back * this.stepsPerEpoch;
      return this.meanLoss(end - this.stepsPerEpoch, end);
    }).filter((mean) => mean !== null);
    return means.length === 0 ? null : upperMedian(means);
  }

  /** Mean loss of the steps (from, to]; null where there are none. */
  meanLoss(from: number, to: number): number | null {
    return meanBetween(this.facts.loss, from, to);
  }
}

/** The mean of what was taken after steps (from, to]; null where there is nothing, Infinity where it was not a number. */
export function meanBetween({ steps, values }: Followed, from: number, to: number): number | null {
  const first = lowerBound(steps, steps.length, Math.floor(from) + 1);
  const end = lowerBound(steps, steps.length, Math.floor(to) + 1);
  let sum = 0;
  for (let at = first; at < end; at++) sum += values[at] ?? Infinity;
  return end <= first ? null : sum / (end - first);
}
