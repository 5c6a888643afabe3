import { z } from 'zod';
import { AppError } from '../../errors';
import { plain } from '../../frameworks/kerasArguments';
import { channelsFirst, channelsLast } from '../../frameworks/torch';
import { formatShape, type Shape } from '../../ops/shape';
import { defineLayer, onlyInput } from '../layer';

export const permute = defineLayer({
  kind: 'permute',
  title: 'Permute',
  group: 'shape',
  description: {
    summary:
      'Puts the axes into another order: [2, 1] makes columns of the rows of a sequence. No value changes, only where it ' +
      'stands.',
    formula: 'y[j, i] = x[i, j] for [2, 1]',
    source: 'Keras, Permute; NumPy, numpy.transpose',
  },
  schema: z.object({
    /** The axes in their new order, counted from 1 as the batch is axis 0. */
    dims: z.array(z.int().min(1).max(8)).min(1).max(8).default([2, 1]),
  }),
  fields: { dims: { label: 'Axes', control: 'shape', help: 'In their new order, counted from 1.' } },
  code: {
    keras: {
      classNames: ['Permute'],
      arguments: { dims: plain('dims', { positional: true }) },
      tfjs: () => ({ factory: 'permute' }),
    },
    pytorch: ({ parameters: { dims }, inputs, output }) => ({
      forward([x = '']) {
        const moved = `${channelsLast(x, onlyInput(inputs).length)}.permute(0, ${dims.join(', ')})`;
        return channelsFirst(moved, output.length);
      },
    }),
  },
  traits: { passesThrough: true },
  inputs: { minimum: 1, maximum: 1 },
  outputShape({ dims }, inputs) {
    const shape = onlyInput(inputs);
    requirePermutation(dims, shape);
    return dims.map((axis) => shape[axis - 1] ?? 0);
  },
  forward: ({ ops, inputs }, { dims }) => ops.transpose(onlyInput(inputs), [0, ...dims]),
});

function requirePermutation(dims: readonly number[], shape: Shape): void {
  const wanted = shape.map((_, axis) => axis + 1);
  if ([...dims].sort((a, b) => a - b).join() === wanted.join()) return;
  throw new AppError(
    'badNetwork',
    `Permute cannot put the axes of ${formatShape(shape)} in the order ${dims.join(', ')}`,
    {
      remedy: `Name each of ${wanted.join(', ')} once.`,
    },
  );
}
