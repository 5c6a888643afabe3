import { z } from 'zod';
import type { Ops, PoolingOptions } from '../ops/ops';
import { paddingSchema, pairSchema, requireImage, slide, toPair } from './geometry';
import { defineLayer, onlyInput, type LayerDescription } from './layer';

const schema = z.object({
  poolSize: pairSchema().default(2),
  /** The pool size where absent. */
  strides: pairSchema().optional(),
  padding: paddingSchema.default('valid'),
});
export type PoolingParameters = z.infer<typeof schema>;

interface PoolingParts {
  readonly kind: string;
  readonly title: string;
  readonly description: LayerDescription;
  pool<T>(ops: Ops<T>, x: T, options: PoolingOptions): T;
}

function optionsOf({ poolSize, strides, padding }: PoolingParameters): PoolingOptions {
  return { poolSize: toPair(poolSize), strides: toPair(strides ?? poolSize), padding };
}

/** A layer that slides a window over each channel of an image and keeps one value of it. */
export function definePooling({ kind, title, description, pool }: PoolingParts) {
  return defineLayer<PoolingParameters>({
    kind,
    title,
    group: 'pooling',
    description,
    schema,
    fields: {
      poolSize: { label: 'Pool size', control: 'pair', minimum: 1 },
      strides: { label: 'Strides', control: 'pair', minimum: 1, help: 'Empty: the pool size.' },
      padding: { label: 'Padding', control: 'choice', choices: ['same', 'valid'] },
    },
    inputs: { minimum: 1, maximum: 1 },
    inputRank: 3,
    outputShape(parameters, inputs) {
      const [height, width, channels] = requireImage(title, onlyInput(inputs));
      const { poolSize, strides, padding } = optionsOf(parameters);
      return [...slide(title, [height, width], { size: poolSize, strides, padding }), channels];
    },
    window(parameters) {
      const { poolSize, strides } = optionsOf(parameters);
      return { size: poolSize, strides };
    },
    forward: ({ ops, inputs }, parameters) => pool(ops, onlyInput(inputs), optionsOf(parameters)),
  });
}

interface GlobalPoolingParts {
  readonly kind: string;
  readonly title: string;
  readonly description: LayerDescription;
  pool<T>(ops: Ops<T>, x: T): T;
}

/** A layer that keeps one value of each channel of an image. */
export function defineGlobalPooling({ kind, title, description, pool }: GlobalPoolingParts) {
  return defineLayer({
    kind,
    title,
    group: 'pooling',
    description,
    schema: z.object({}),
    fields: {},
    inputs: { minimum: 1, maximum: 1 },
    inputRank: 3,
    outputShape(_parameters, inputs) {
      const [, , channels] = requireImage(title, onlyInput(inputs));
      return [channels];
    },
    forward: ({ ops, inputs }) => pool(ops, onlyInput(inputs)),
  });
}
