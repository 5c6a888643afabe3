import { z } from 'zod';
import { pair, plain } from '../../frameworks/kerasArguments';
import type { LayerCode, TorchCode } from '../../frameworks/layerCode';
import { padsOf, type Pads } from '../../frameworks/torch';
import type { Ops, PoolingOptions } from '../../ops/ops';
import { paddingSchema, pairSchema, requireImage, slide } from './geometry';
import { toPair } from '../../ops/shape';
import type { Description } from '../../catalogue/definition';
import { defineLayer, onlyInput, type LayerTraits } from './index';

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
  readonly description: Description;
  readonly traits?: LayerTraits;
  readonly code: {
    readonly classNames: readonly [string, ...string[]];
    readonly tfjs: string;
    /** PyTorch's code with the padding that its own layers do not do. */
    pytorch(options: PoolingOptions, pads: Pads): TorchCode;
  };
  pool<T>(ops: Ops<T>, x: T, options: PoolingOptions): T;
}

function optionsOf({ poolSize, strides, padding }: PoolingParameters) {
  return { poolSize: toPair(poolSize), strides: toPair(strides ?? poolSize), padding };
}

/** A layer that slides a window over each channel of an image and keeps one value of it. */
export function definePooling({ code, pool, ...parts }: PoolingParts) {
  const { title } = parts;
  return defineLayer<PoolingParameters>({
    ...parts,
    group: 'pooling',
    schema,
    fields: {
      poolSize: { label: 'Pool size', control: 'pair', minimum: 1 },
      strides: { label: 'Strides', control: 'pair', minimum: 1, help: 'Empty: the pool size.' },
      padding: { label: 'Padding', control: 'choice', choices: ['same', 'valid'] },
    },
    code: {
      keras: {
        classNames: code.classNames,
        arguments: {
          poolSize: pair('pool_size', { usual: 2, positional: true }),
          strides: pair('strides', { usualFrom: 'poolSize' }),
          padding: plain('padding', { usual: 'valid' }),
        },
        tfjs: () => ({ factory: code.tfjs }),
      },
      pytorch({ parameters, inputs }) {
        const options = optionsOf(parameters);
        const [height, width] = requireImage(title, onlyInput(inputs));
        return code.pytorch(options, padsOf([height, width], { ...options, size: options.poolSize }));
      },
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
  readonly description: Description;
  readonly traits?: LayerTraits;
  readonly code: LayerCode<object>;
  pool<T>(ops: Ops<T>, x: T): T;
}

/** A layer that keeps one value of each channel of an image. */
export function defineGlobalPooling({ pool, ...parts }: GlobalPoolingParts) {
  return defineLayer({
    ...parts,
    group: 'pooling',
    schema: z.object({}),
    fields: {},
    inputs: { minimum: 1, maximum: 1 },
    inputRank: 3,
    outputShape(_parameters, inputs) {
      const [, , channels] = requireImage(parts.title, onlyInput(inputs));
      return [channels];
    },
    forward: ({ ops, inputs }) => pool(ops, onlyInput(inputs)),
  });
}
