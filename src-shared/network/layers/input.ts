import { z } from 'zod';
import { AppError } from '../../errors';
import { plain } from '../../frameworks/kerasArguments';
import { channelsFirst } from '../../frameworks/torch';
import { defineLayer, onlyInput } from '../layer';

/** The data set decides the shape; `shape` is for a network without one (a template, an import). */
export const input = defineLayer({
  kind: 'input',
  title: 'Input',
  group: 'input',
  description: {
    summary:
      'The examples, scaled as the data set says. Where the layers behind it all want a plain vector, ' +
      'an image is handed on as one long row of values.',
    formula: 'y = x',
    source: 'CS231n, Linear Classification: image as a column of pixels',
  },
  schema: z.object({ shape: z.array(z.int().min(1)).min(1).max(4).optional() }),
  fields: { shape: { label: 'Shape', control: 'shape', help: 'Empty: the data set’s own.' } },
  code: {
    keras: {
      classNames: ['InputLayer'],
      arguments: { shape: plain('shape') },
      usual: { sparse: [false], ragged: [false], optional: [false] },
      tfjs: () => ({ factory: 'input' }),
    },
    pytorch: ({ inputs, output }) => ({
      forward: ([x = '']) =>
        onlyInput(inputs).length === output.length ? channelsFirst(x, output.length) : `${x}.flatten(1)`,
    }),
  },
  traits: { gainsInGroups: true, provenAsMachineCode: true },
  inputs: { minimum: 0, maximum: 0 },
  /** `inputs` is here what {@link inferNetwork} found the examples' shape to be. */
  outputShape({ shape }, inputs) {
    const found = shape ?? inputs[0];
    if (found === undefined) {
      throw new AppError('badNetwork', 'The input has no shape', {
        remedy: 'Choose a data set, or set a shape.',
      });
    }
    return found;
  },
  forward: ({ inputs }) => onlyInput(inputs),
});
