import { z } from 'zod';
import { AppError } from '../../errors';
import { plain } from '../../frameworks/kerasArguments';
import { torchModule, torchShape } from '../../frameworks/torch';
import { defineLayer, onlyInput } from '../layer';

export const prelu = defineLayer({
  kind: 'prelu',
  title: 'PReLU',
  group: 'activation',
  description: {
    summary:
      'A leaky ReLU that learns its own slope for negative values, one for each value of its input or one for a whole ' +
      'channel. It starts as a plain ReLU.',
    formula: 'y = max(0, x) − α·max(0, −x), α learned',
    source: 'He et al. 2015, Delving Deep into Rectifiers; CS231n, Neural Networks Part 1',
  },
  schema: z.object({
    /** Axes along which one slope is shared, counted from 1 as in Keras: [1, 2] gives an image one a channel. */
    sharedAxes: z.array(z.int().min(1).max(8)).default([]),
  }),
  fields: {
    sharedAxes: {
      label: 'Shared axes',
      control: 'shape',
      help: 'Counted from 1. For images, 1 and 2 give one slope a channel; empty gives every value its own.',
    },
  },
  code: {
    keras: {
      classNames: ['PReLU'],
      arguments: { sharedAxes: plain('shared_axes', { usual: [] }) },
      tfjs: () => ({ factory: 'prelu' }),
    },
    pytorch({ parameters: { sharedAxes }, inputs }) {
      const shape = onlyInput(inputs).map((size, axis) => (sharedAxes.includes(axis + 1) ? 1 : size));
      const [channels = 1, ...others] = torchShape(shape);
      if (others.every((size) => size === 1)) {
        return {
          ...torchModule(`nn.PReLU(${channels}, init=0.0)`),
          weights: { alpha: { at: '.weight', convert: '.reshape(-1)' } },
        };
      }
      // PyTorch's own PReLU has a slope a channel at most.
      const last = shape.length - 1;
      return {
        attributes: { '': `nn.Parameter(torch.zeros(${[channels, ...others].join(', ')}))` },
        forward: ([x = ''], self) => `F.relu(${x}) - ${self} * F.relu(-${x})`,
        weights: {
          alpha: { at: '', convert: `.transpose(${[last, ...shape.keys()].slice(0, last + 1).join(', ')})` },
        },
      };
    },
  },
  traits: { gainsInGroups: true },
  inputs: { minimum: 1, maximum: 1 },
  outputShape({ sharedAxes }, inputs) {
    const shape = onlyInput(inputs);
    const beyond = sharedAxes.find((axis) => axis > shape.length);
    if (beyond !== undefined) {
      throw new AppError('badNetwork', `PReLU cannot share axis ${beyond}: its input has ${shape.length}`, {
        remedy: 'Take that axis out of the shared ones.',
      });
    }
    return shape;
  },
  weights({ sharedAxes }, inputs) {
    const shape = onlyInput(inputs).map((size, axis) => (sharedAxes.includes(axis + 1) ? 1 : size));
    return [
      {
        name: 'alpha',
        shape,
        initializer: 'zeros',
        fanIn: 1,
        fanOut: 1,
        trainable: true,
        regularized: false,
      },
    ];
  },
  forward({ ops, inputs, weight }) {
    const x = onlyInput(inputs);
    return ops.subtract(ops.relu(x), ops.multiply(weight('alpha'), ops.relu(ops.negate(x))));
  },
});
