import type { FlatLayer } from '../flatModel';
import type { Config, StoredLayer } from '../modelFile';

/** Keys of a separable convolution that both of its parts have. */
const ofBoth = ['trainable', 'dtype', 'data_format', 'batch_input_shape', 'batch_shape'];
/** And those of the first part, which slides over each channel by itself. */
const ofDepthwise = ['kernel_size', 'strides', 'padding', 'dilation_rate', 'depth_multiplier'];

/** What is put behind the key of a separable convolution for its first part. */
export const depthwisePart = '/depthwise';

/** A separable convolution as what it is: a depthwise one without a bias, and one of 1×1 behind it. */
export function withSeparableParts(layer: FlatLayer): FlatLayer[] {
  const { key, stored } = layer;
  if (stored.className !== 'SeparableConv2D' && stored.className !== 'SeparableConvolution2D') return [layer];
  const first = { ...layer, key: `${key}${depthwisePart}`, stored: depthwiseOf(stored) };
  return [first, { ...layer, stored: pointwiseOf(stored), sources: [first.key], unusualCalls: [] }];
}

function depthwiseOf({ config, ...stored }: StoredLayer): StoredLayer {
  const kept = Object.entries(config).filter(
    ([key]) => ofBoth.includes(key) || ofDepthwise.includes(key) || key.startsWith('depthwise_'),
  );
  const name = `${stored.name}_depthwise`;
  return {
    ...stored,
    className: 'DepthwiseConv2D',
    name,
    config: { ...Object.fromEntries(kept), use_bias: false },
  };
}

function pointwiseOf({ config, ...stored }: StoredLayer): StoredLayer {
  const kept: Record<string, unknown> = { kernel_size: [1, 1], padding: 'valid' };
  for (const [key, value] of Object.entries(config)) {
    if (ofDepthwise.includes(key) || key.startsWith('depthwise_')) continue;
    // Of a separable convolution, Keras also writes what it has of a plain one and does not use.
    if (key.startsWith('kernel_') || (key === 'groups' && value === 1)) continue;
    kept[key.replace(/^pointwise_/, 'kernel_')] = value;
  }
  return { ...stored, className: 'Conv2D', config: kept satisfies Config };
}
