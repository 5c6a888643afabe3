import type { Config, StoredLayer } from '../modelFile';

/** Keras 1's names of the arguments, and Keras 2's; null: what it said is nowhere needed. */
const renamed: Readonly<Record<string, string | null>> = {
  output_dim: 'units',
  nb_filter: 'filters',
  filter_length: 'kernel_size',
  subsample: 'strides',
  subsample_length: 'strides',
  atrous_rate: 'dilation_rate',
  border_mode: 'padding',
  bias: 'use_bias',
  init: 'kernel_initializer',
  beta_init: 'beta_initializer',
  gamma_init: 'gamma_initializer',
  W_regularizer: 'kernel_regularizer',
  b_regularizer: 'bias_regularizer',
  W_constraint: 'kernel_constraint',
  b_constraint: 'bias_constraint',
  p: 'rate',
  sigma: 'stddev',
  concat_axis: 'axis',
  pool_length: 'pool_size',
  stride: 'strides',
  dim_ordering: 'data_format',
  input_dim: null,
  input_length: null,
  input_shape: null,
};

const classes: Readonly<Record<string, string>> = {
  Convolution2D: 'Conv2D',
  Convolution1D: 'Conv1D',
  AtrousConvolution2D: 'Conv2D',
  AtrousConvolution1D: 'Conv1D',
};

const mergeModes: Readonly<Record<string, string>> = { sum: 'Add', mul: 'Multiply', concat: 'Concatenate' };

/** Keras 1's initializers draw as Keras 2's of these names. */
const initializers: Readonly<Record<string, string>> = {
  zero: 'zeros',
  one: 'ones',
  uniform: 'random_uniform',
  normal: 'random_normal',
};

/** A layer of Keras 1 in the words of Keras 2, or why it cannot be one. */
export function translateKeras1(stored: StoredLayer): StoredLayer | { readonly unknown: string } {
  const { config } = stored;
  if (stored.className === 'Merge') return translateMerge(stored);
  const refused = refusedSetting(stored);
  if (refused !== null) return { unknown: refused };
  const translated: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(config)) {
    const name = key in renamed ? renamed[key] : key;
    if (name !== null && name !== undefined && !['nb_row', 'nb_col', 'mode'].includes(key)) {
      translated[name] = translateValue(name, value);
    }
  }
  if ('nb_row' in config) translated['kernel_size'] = [config['nb_row'], config['nb_col']];
  return { ...stored, className: classes[stored.className] ?? stored.className, config: translated };
}

function refusedSetting({ className, config }: StoredLayer): string | null {
  if (className === 'BatchNormalization' && ![undefined, 0].includes(config['mode'] as number | undefined)) {
    return `its mode = ${JSON.stringify(config['mode'])} of Keras 1 is not supported`;
  }
  return null;
}

function translateMerge(stored: StoredLayer): StoredLayer | { readonly unknown: string } {
  const { mode, concat_axis } = stored.config;
  const className = typeof mode === 'string' ? mergeModes[mode] : undefined;
  if (className === undefined) return { unknown: `its mode = ${JSON.stringify(mode)} is not supported` };
  const axis = className === 'Concatenate' && concat_axis !== undefined ? { axis: concat_axis } : {};
  return { ...stored, className, config: { ...axis } };
}

function translateValue(name: string, value: unknown): unknown {
  if (name.endsWith('_initializer') && typeof value === 'string') return initializers[value] ?? value;
  if (name === 'data_format') return { tf: 'channels_last', th: 'channels_first' }[String(value)] ?? value;
  if (name.endsWith('_regularizer')) return withoutNothing(value);
  return value;
}

/** Keras 1 writes regularizers that do nothing. */
function withoutNothing(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { l1, l2 } = value as Config;
  return l1 === 0 && l2 === 0 ? null : value;
}
