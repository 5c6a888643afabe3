import { z } from 'zod';
import { defineSchedule } from '../schedule';

export const reduceOnPlateau = defineSchedule({
  kind: 'reduceOnPlateau',
  title: 'Reduce on plateau',
  description: {
    summary: 'Lowers the learning rate when the validation loss has not improved for some epochs.',
    formula: 'η ← η · factor after `patience` epochs without an improvement of more than `minimumChange`',
    source: 'Keras ReduceLROnPlateau',
  },
  schema: z.strictObject({
    factor: z.number().positive().lt(1).default(0.1),
    patience: z.int().min(1).default(10),
    minimumChange: z.number().min(0).default(1e-4),
    minimumFactor: z.number().min(0).max(1).default(0),
  }),
  fields: {
    factor: { label: 'Factor', control: 'number', minimum: 0, maximum: 1, step: 0.05 },
    patience: { label: 'Patience, epochs', control: 'integer', minimum: 1 },
    minimumChange: { label: 'Smallest improvement', control: 'number', minimum: 0 },
    minimumFactor: { label: 'Never below this share', control: 'number', minimum: 0, maximum: 1 },
  },
  code: {
    python: () => null,
    javascript: () => null,
    kerasCallback: ({ factor, patience, minimumChange, minimumFactor }, learningRate) =>
      `keras.callbacks.ReduceLROnPlateau(factor=${factor}, patience=${patience}, ` +
      `min_delta=${minimumChange}, min_lr=${minimumFactor * learningRate})`,
    pytorchScheduler: ({ factor, patience, minimumChange, minimumFactor }, learningRate) =>
      // PyTorch waits one epoch longer than Keras for the same patience.
      `torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=${factor}, patience=${patience - 1}, ` +
      `threshold=${minimumChange}, threshold_mode="abs", min_lr=${minimumFactor * learningRate})`,
  },
  factor: () => 1,
  reactiveFactor({ factor, patience, minimumChange, minimumFactor }, history) {
    let current = 1;
    let best = Infinity;
    let waited = 0;
    for (const loss of history) {
      if (loss < best - minimumChange) {
        best = loss;
        waited = 0;
      } else if (++waited >= patience) {
        current = Math.max(current * factor, minimumFactor);
        waited = 0;
      }
    }
    return current;
  },
});
