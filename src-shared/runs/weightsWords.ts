import { formatCount } from '../format';
import { formatMetric, metricInWords } from '../training/metrics/words';
import { headlineMetric } from './metricNames';
import type { ClearedCheckpoint, WeightsFacts } from './run';

/** Which weights, by the loss and the most telling metric: `epoch 12 (step 240), validation loss 0.3412, accuracy 91.5 %`. */
export function describeWeights({ step, epoch, metrics }: WeightsFacts): string {
  if (step === 0) return 'never trained';
  const { validationLoss } = metrics;
  const other = headlineMetric(metrics);
  const measured = [
    ...(typeof validationLoss === 'number'
      ? [`validation loss ${formatMetric('loss', validationLoss)}`]
      : []),
    ...(other === null ? [] : [`${metricInWords(other.metric)} ${formatMetric(other.metric, other.value)}`]),
  ];
  return [`epoch ${formatCount(epoch)} (step ${formatCount(step)})`, ...measured].join(', ');
}

/** The same of weights that are gone. */
export function describeCleared(cleared: ClearedCheckpoint): string {
  return `${describeWeights(cleared)}; cleared on ${cleared.clearedAt.slice(0, 10)} to free space`;
}
