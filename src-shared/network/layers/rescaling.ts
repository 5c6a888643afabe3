import { z } from 'zod';
import { AppError } from '../../errors';
import { plain } from '../../frameworks/kerasArguments';
import { channelShape } from '../../frameworks/torch';
import { writeNumber } from '../../frameworks/values';
import { formatShape, type Shape } from '../../ops/shape';
import { defineLayer, onlyInput } from '../layer';

/** One number for all values, or one for each channel. */
const numbersSchema = z.union([z.number(), z.array(z.number()).min(1)]);
type Numbers = z.infer<typeof numbersSchema>;

export const rescaling = defineLayer({
  kind: 'rescaling',
  title: 'Rescaling',
  group: 'normalization',
  description: {
    summary:
      'Multiplies by a fixed number and adds another; a list has one for each channel. Stored models scale their inputs so, ' +
      'pixels from 0–255 to 0–1 for example. A data set here is scaled already: a new network needs it seldom.',
    formula: 'y = scale·x + offset',
    source: 'Keras, Rescaling',
  },
  schema: z.object({ scale: numbersSchema.default(1), offset: numbersSchema.default(0) }),
  fields: {
    scale: { label: 'Scale', control: 'numbers', help: 'One number, or one for each channel.' },
    offset: { label: 'Offset', control: 'numbers', help: 'Added after scaling.' },
  },
  code: {
    keras: {
      classNames: ['Rescaling'],
      arguments: { scale: plain('scale'), offset: plain('offset', { usual: 0 }) },
      tfjs: () => ({ factory: 'rescaling' }),
    },
    pytorch: ({ parameters: { scale, offset }, output }) => ({
      forward: ([x = '']) => `${x} * ${torchNumbers(scale, output)} + ${torchNumbers(offset, output)}`,
    }),
  },
  traits: { affine: 'fixed' },
  inputs: { minimum: 1, maximum: 1 },
  outputShape({ scale, offset }, inputs) {
    const shape = onlyInput(inputs);
    requireOnePerChannel('scale', scale, shape);
    requireOnePerChannel('offset', offset, shape);
    return shape;
  },
  forward: ({ ops, inputs }, { scale, offset }) =>
    ops.add(ops.multiply(onlyInput(inputs), ops.constant(scale)), ops.constant(offset)),
});

function requireOnePerChannel(name: string, numbers: Numbers, shape: Shape): void {
  const channels = shape.at(-1) ?? 1;
  if (!Array.isArray(numbers) || numbers.length === channels) return;
  throw new AppError(
    'badNetwork',
    `Rescaling has ${numbers.length} numbers as its ${name}, and ${formatShape(shape)} has ${channels} channels`,
    { remedy: `Give one number, or ${channels}.` },
  );
}

function torchNumbers(numbers: Numbers, output: Shape): string {
  if (!Array.isArray(numbers)) return writeNumber(numbers);
  return `torch.tensor([${numbers.map(writeNumber).join(', ')}]).reshape(${channelShape(output)})`;
}
