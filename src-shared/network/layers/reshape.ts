import { z } from 'zod';
import { AppError } from '../../errors';
import { openShape } from '../../frameworks/kerasArguments';
import { channelsFirst, channelsLast } from '../../frameworks/torch';
import { formatShape, sizeOf, type Shape } from '../../ops/shape';
import { defineLayer, onlyInput } from '../layer';

export const reshape = defineLayer({
  kind: 'reshape',
  title: 'Reshape',
  group: 'shape',
  description: {
    summary:
      'Gives the same values another arrangement, row by row: a row of 784 values becomes a 28×28×1 image. One axis may ' +
      'be −1 and takes what is left over.',
    formula: 'the values in row-major order, unchanged',
    source: 'NumPy, numpy.reshape (order "C")',
  },
  schema: z.object({ targetShape: z.array(z.int().min(-1)).min(1).max(4).default([-1]) }),
  fields: {
    targetShape: { label: 'Target shape', control: 'shape', help: 'One axis may be −1: what is left over.' },
  },
  code: {
    keras: {
      classNames: ['Reshape'],
      arguments: { targetShape: openShape('target_shape', { positional: true }) },
      tfjs: () => ({ factory: 'reshape' }),
    },
    pytorch: ({ inputs, output }) => ({
      forward([x = '']) {
        const reshaped = `${channelsLast(x, onlyInput(inputs).length)}.reshape(-1, ${output.join(', ')})`;
        return channelsFirst(reshaped, output.length);
      },
    }),
  },
  traits: { passesThrough: true, gainsInGroups: true },
  inputs: { minimum: 1, maximum: 1 },
  outputShape: ({ targetShape }, inputs) => resolveShape(targetShape, onlyInput(inputs)),
  forward({ ops, inputs }, { targetShape }) {
    const x = onlyInput(inputs);
    const shape = ops.shapeOf(x).slice(1);
    const known = shape.map((size) => size ?? 1);
    return ops.reshape(x, [null, ...resolveShape(targetShape, known)]);
  },
});

/** @throws AppError where the values do not fit into the target. */
function resolveShape(target: Shape, input: Shape): Shape {
  const values = sizeOf(input);
  const given = sizeOf(target.filter((size) => size !== -1));
  const open = target.filter((size) => size === -1).length;
  const fits = open === 0 ? given === values : open === 1 && given > 0 && values % given === 0;
  if (fits) return target.map((size) => (size === -1 ? values / given : size));
  if (open > 1 || target.includes(0)) {
    throw new AppError('badNetwork', `Reshape cannot make ${formatShape(target)}`, {
      remedy: 'Every size is 1 or more; one of them, and only one, may be −1.',
    });
  }
  throw new AppError(
    'badNetwork',
    `Reshape cannot make ${formatShape(target)} of ${formatShape(input)} (${values} values)`,
    {
      remedy: `Choose sizes whose product is ${values}, or set one to −1.`,
    },
  );
}
