import { z } from 'zod';
import { channelsLast } from '../../frameworks/torch';
import { sizeOf } from '../../ops/shape';
import { defineLayer, onlyInput } from '../layer';

export const flatten = defineLayer({
  kind: 'flatten',
  title: 'Flatten',
  group: 'shape',
  description: {
    summary:
      'Lays all values of an example out in one long row, line by line, so that a dense layer can take them. ' +
      'Nothing is computed and nothing is lost but the arrangement.',
    formula: 'y[(i·width + j)·channels + k] = x[i, j, k]',
    source: 'CS231n, Convolutional Networks: Converting FC layers to CONV layers',
  },
  schema: z.object({}),
  fields: {},
  code: {
    keras: {
      classNames: ['Flatten'],
      arguments: {},
      tfjs: () => ({ factory: 'flatten' }),
    },
    pytorch: ({ inputs }) => ({
      forward: ([x = '']) => `${channelsLast(x, onlyInput(inputs).length)}.flatten(1)`,
    }),
  },
  traits: { passesThrough: true, gainsInGroups: true, provenAsMachineCode: true },
  inputs: { minimum: 1, maximum: 1 },
  outputShape: (_parameters, inputs) => [sizeOf(onlyInput(inputs))],
  forward({ ops, inputs }) {
    const x = onlyInput(inputs);
    const sizes = ops.shapeOf(x).slice(1);
    return ops.reshape(x, [null, sizeOf(sizes.map((size) => size ?? 1))]);
  },
});
