import { z } from 'zod';
import { plain } from '../../frameworks/kerasArguments';
import { normalizationArguments, torchBatchNormalization } from '../layer/normalizationCode';
import { defineLayer, onlyInput, type ForwardContext } from '../layer';
import {
  affineWeights,
  channelWeight,
  normalizationFields,
  normalizationParameters,
  normalize,
} from '../layer/normalization';

const schema = z.object({ momentum: z.number().min(0).max(1).default(0.99), ...normalizationParameters });
type BatchNormalizationParameters = z.infer<typeof schema>;

export const batchNormalization = defineLayer({
  kind: 'batchNormalization',
  title: 'Batch normalization',
  group: 'normalization',
  description: {
    summary:
      'Brings each channel to mean 0 and deviation 1 over the batch, then lets the net learn a scale and an offset of ' +
      'its own. Deep nets train faster and bear larger learning rates. For predictions it uses averages kept while ' +
      'training.',
    formula: 'y = γ·(x − μ)/√(σ² + ε) + β; moving μ ← momentum·μ + (1 − momentum)·μ_batch, σ² alike',
    source: 'Ioffe and Szegedy 2015; CS231n, Neural Networks Part 2: Batch Normalization',
  },
  schema,
  fields: {
    momentum: {
      label: 'Momentum',
      control: 'number',
      minimum: 0,
      maximum: 1,
      step: 0.01,
      help: 'How slowly the averages for predictions follow the batches.',
    },
    ...normalizationFields,
  },
  code: {
    keras: {
      classNames: ['BatchNormalization'],
      arguments: { momentum: plain('momentum', { usual: 0.99 }), ...normalizationArguments },
      usual: { renorm: [false] },
      ignored: ['renorm_momentum', 'renorm_clipping', 'fused', 'synchronized'],
      lastAxis: true,
      tfjs: () => ({ factory: 'batchNormalization' }),
    },
    pytorch: ({ parameters, inputs }) => torchBatchNormalization(parameters, onlyInput(inputs)),
  },
  traits: { affine: 'fixed', usesWholeBatch: true },
  inputs: { minimum: 1, maximum: 1 },
  outputShape: (_parameters, inputs) => onlyInput(inputs),
  weights(parameters, inputs) {
    const channels = onlyInput(inputs).at(-1) ?? 1;
    return [
      ...affineWeights(parameters, channels),
      channelWeight('movingMean', channels, 'zeros', false),
      channelWeight('movingVariance', channels, 'ones', false),
    ];
  },
  forward(context, parameters) {
    if (context.training && !context.frozen) return normalizeByBatch(context, parameters);
    const { ops, inputs, weight } = context;
    const statistics = { mean: weight('movingMean'), variance: weight('movingVariance') };
    return normalize(ops, onlyInput(inputs), statistics, weight, parameters);
  },
});

function normalizeByBatch<T>(context: ForwardContext<T>, parameters: BatchNormalizationParameters): T {
  const { ops, inputs, weight, update } = context;
  const { momentum, epsilon, center, scale } = parameters;
  const x = onlyInput(inputs);
  const channels = ops.shapeOf(x).at(-1) ?? 1;
  const everywhere = (value: number): T => ops.constant(new Float32Array(channels).fill(value), [channels]);
  const gamma = scale ? weight('gamma') : everywhere(1);
  const beta = center ? weight('beta') : everywhere(0);
  const { output, mean, variance } = ops.batchNormalize(x, gamma, beta, epsilon);
  const follow = (name: string, batch: T): void => {
    const kept = ops.multiply(weight(name), ops.constant(momentum));
    update(name, ops.stopGradient(ops.add(kept, ops.multiply(batch, ops.constant(1 - momentum)))));
  };
  follow('movingMean', mean);
  follow('movingVariance', variance);
  return output;
}
