import type { Shape } from '../../ops/shape';
import { plain } from '../../frameworks/kerasArguments';
import type { TorchCode, TorchWeight } from '../../frameworks/layerCode';
import { channelShape, channelsFirst, channelsLast, unusual } from '../../frameworks/torch';
import { writeNumber } from '../../frameworks/values';

/** Keras's arguments that batch and layer normalization share. */
export const normalizationArguments = {
  epsilon: plain('epsilon', { usual: 0.001 }),
  center: plain('center', { usual: true }),
  scale: plain('scale', { usual: true }),
};

interface Normalization {
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
}

/** Where PyTorch's module has no scale or offset alone, they stand beside it as parameters of their own. */
function affineBeside({ center, scale }: Normalization, shape: string) {
  const attributes = {
    ...(scale ? { _gamma: `nn.Parameter(torch.ones(${shape}))` } : {}),
    ...(center ? { _beta: `nn.Parameter(torch.zeros(${shape}))` } : {}),
  };
  const apply = (x: string, self: string): string =>
    [x, scale && ` * ${self}_gamma`, center && ` + ${self}_beta`].filter(Boolean).join('');
  const convert = `.reshape(${shape})`;
  const weights: Record<string, TorchWeight> = {
    ...(scale ? { gamma: { at: '_gamma', convert } } : {}),
    ...(center ? { beta: { at: '_beta', convert } } : {}),
  };
  return { attributes, apply, weights };
}

export function torchBatchNormalization(
  parameters: Normalization & { readonly momentum: number },
  shape: Shape,
): TorchCode {
  const { center, scale, epsilon, momentum } = parameters;
  const dimensions = Math.max(1, shape.length - 1);
  const whole = center && scale;
  // PyTorch's momentum is the share of the new batch, ours (and Keras's) that of the past.
  const constructor = `nn.BatchNorm${dimensions}d(${shape.at(-1)}${unusual({
    eps: [writeNumber(epsilon), '0.00001'],
    momentum: [writeNumber(Number((1 - momentum).toPrecision(12))), '0.1'],
    affine: [whole ? 'True' : 'False', 'True'],
  })})`;
  const moving = { movingMean: { at: '.running_mean' }, movingVariance: { at: '.running_var' } };
  if (whole) {
    return {
      attributes: { '': constructor },
      forward: ([x = ''], self) => `${self}(${x})`,
      weights: { gamma: { at: '.weight' }, beta: { at: '.bias' }, ...moving },
    };
  }
  const beside = affineBeside(parameters, channelShape(shape));
  return {
    attributes: { '': constructor, ...beside.attributes },
    forward: ([x = ''], self) => beside.apply(`${self}(${x})`, self),
    weights: { ...beside.weights, ...moving },
  };
}

export function torchLayerNormalization(parameters: Normalization, shape: Shape): TorchCode {
  const { center, scale, epsilon } = parameters;
  const rank = shape.length;
  const constructor = `nn.LayerNorm(${shape.at(-1)}${unusual({
    eps: [writeNumber(epsilon), '0.00001'],
    elementwise_affine: [scale ? 'True' : 'False', 'True'],
    bias: [center || !scale ? 'True' : 'False', 'True'],
  })})`;
  // It normalizes the last axes, so the channels go there and back.
  const normalized = (x: string, self: string): string =>
    channelsFirst(`${self}(${channelsLast(x, rank)})`, rank);
  if (scale) {
    return {
      attributes: { '': constructor },
      forward: ([x = ''], self) => normalized(x, self),
      weights: { gamma: { at: '.weight' }, ...(center ? { beta: { at: '.bias' } } : {}) },
    };
  }
  const beside = affineBeside(parameters, channelShape(shape));
  return {
    attributes: { '': constructor, ...beside.attributes },
    forward: ([x = ''], self) => beside.apply(normalized(x, self), self),
    weights: beside.weights,
  };
}
