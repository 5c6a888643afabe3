import { bestField, metricField } from '@shared/runs/metricNames';
import type { Split } from '@shared/runs/run';
import type { MetricKind, MetricValues } from '@shared/training/metrics';
import { stepMetricsFor } from '@shared/training/metrics/measuring';
import { summarizeTargets, type SplitTargets } from '@shared/training/splitTargets';
import type { TrainingData, TrainingSession } from '../../session/session';
import { evaluate, type Slices } from '../../session/slices';
import type { Clock } from '../pacing/clock';
import type { MetricBuffer } from './metricBuffer';
import type { Pace } from '../pacing/pace';

/** Measures a run's splits and takes down what comes out, in the curves and in what lists show of the run. */
export class Figures {
  readonly targets: Readonly<Record<Split, SplitTargets>>;

  constructor(
    private readonly data: TrainingData,
    private readonly session: TrainingSession,
    private readonly buffer: MetricBuffer,
  ) {
    const { training, validation, test } = data.splits;
    const targetsOf = (indices: Int32Array) => summarizeTargets(data, indices);
    this.targets = {
      training: targetsOf(training),
      validation: targetsOf(validation),
      test: targetsOf(test),
    };
  }

  has(split: Split): boolean {
    return this.targets[split].examples > 0;
  }

  measure(split: Split, pace: Pace): Slices<MetricValues> {
    return evaluate(this.session, this.data, split, this.targets[split], pace);
  }

  /** The means over the epoch that has just been trained. */
  ofTraining({ metrics }: Clock): MetricValues {
    const kinds: MetricKind[] = ['loss', ...stepMetricsFor(this.data).map(({ kind }) => kind)];
    return Object.fromEntries(kinds.map((kind) => [kind, metrics[metricField('training', kind)]]));
  }

  take(clock: Clock, split: Split, values: MetricValues): void {
    for (const [kind, value] of entriesOf(values)) {
      if (value !== null) this.buffer.add(split, kind, clock.step, value);
      clock.metrics[metricField(split, kind)] = value;
    }
  }

  /** @param values of the validation split */
  takeBest(clock: Clock, values: MetricValues): void {
    for (const [kind, value] of entriesOf(values)) clock.metrics[bestField(kind)] = value;
  }
}

function entriesOf(values: MetricValues): [MetricKind, number | null][] {
  return Object.entries(values) as [MetricKind, number | null][];
}
