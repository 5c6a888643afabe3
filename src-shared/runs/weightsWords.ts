import { formatCount, formatNumber, formatShare } from '../format';
import type { WeightsFacts } from './run';

/** Which weights: `epoch 12 (step 240), validation loss 0.3412, accuracy 91.5 %`. */
export function describeWeights({ step, epoch, metrics }: WeightsFacts): string {
  if (step === 0) return 'never trained';
  const { validationLoss, validationAccuracy } = metrics;
  const measured = [
    ...(typeof validationLoss === 'number' ? [`validation loss ${formatNumber(validationLoss)}`] : []),
    ...(typeof validationAccuracy === 'number' ? [`accuracy ${formatShare(validationAccuracy)}`] : []),
  ];
  return [`epoch ${formatCount(epoch)} (step ${formatCount(step)})`, ...measured].join(', ');
}
