import { z } from 'zod';
import { AppError } from '../../errors';
import { plain } from '../../frameworks/kerasArguments';
import { torchAxis } from '../../frameworks/torch';
import type { Shape } from '../../ops/shape';
import { defineLayer } from '../layer';
import { listShapes } from '../layer/merging';

export const concatenate = defineLayer({
  kind: 'concatenate',
  title: 'Concatenate',
  group: 'merge',
  description: {
    summary:
      'Puts branches side by side along one axis, usually the channels, in the order of their edges. Nothing is mixed: ' +
      'the layer behind it sees all of them.',
    formula: 'y = [x₁, x₂, …]',
    source: 'Szegedy et al. 2015, Going Deeper with Convolutions (inception modules)',
  },
  schema: z.object({
    /** Counted from 1, as the batch is axis 0; −1 is the last. */
    axis: z.int().min(-4).max(4).default(-1),
  }),
  fields: {
    axis: {
      label: 'Axis',
      control: 'integer',
      minimum: -4,
      maximum: 4,
      help: 'Counted from 1; −1 is the last.',
    },
  },
  code: {
    keras: {
      classNames: ['Concatenate'],
      arguments: { axis: plain('axis', { usual: -1 }) },
      tfjs: () => ({ factory: 'concatenate' }),
    },
    pytorch({ parameters: { axis }, output }) {
      const index = axis < 0 ? output.length + axis : axis - 1;
      const dim = torchAxis(index, output.length);
      return { forward: (inputs) => `torch.cat((${inputs.join(', ')}), dim=${dim})` };
    },
  },
  traits: { gainsInGroups: true, provenAsMachineCode: true },
  inputs: { minimum: 2, maximum: Infinity },
  outputShape({ axis }, inputs) {
    const [first = [], ...others] = inputs;
    const joined = axisWithin(axis, first);
    const rest = (shape: Shape): string => shape.map((size, i) => (i === joined ? '·' : size)).join();
    if (!others.every((other) => other.length === first.length && rest(other) === rest(first))) {
      throw new AppError(
        'badNetwork',
        `Concatenate cannot join ${listShapes(inputs)} along axis ${joined + 1}`,
        {
          remedy:
            'All axes but the joined one must be equal: use the same strides and padding in the branches.',
        },
      );
    }
    const total = inputs.reduce((sum, shape) => sum + (shape[joined] ?? 0), 0);
    return first.map((size, i) => (i === joined ? total : size));
  },
  forward({ ops, inputs }, { axis }) {
    return ops.concatenate(inputs, axis);
  },
});

/** The axis counted from 0 without the batch. */
function axisWithin(axis: number, shape: Shape): number {
  const index = axis < 0 ? shape.length + axis : axis - 1;
  if (index >= 0 && index < shape.length) return index;
  throw new AppError('badNetwork', `Concatenate has no axis ${axis}: its inputs have ${shape.length}`, {
    remedy: 'Use −1 for the last axis, or a number from 1 on.',
  });
}
