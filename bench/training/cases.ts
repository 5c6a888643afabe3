import { inferNetwork, type InferredNetwork } from '@shared/network/inference';
import { networkSpecSchema } from '@shared/network/spec';
import { sizeOf, type Shape } from '@shared/ops/shape';
import { Random } from '@shared/random';

/** What every contender is measured under, as in peers/train_throughput.py. */
export const conditions = {
  examples: 10_000,
  classes: 10,
  batchSize: 128,
  epochs: 3,
  learningRate: 1e-3,
} as const;

type Layer = { readonly kind: string } & Readonly<Record<string, unknown>>;

export interface Case {
  readonly name: string;
  readonly inputShape: Shape;
  readonly layers: readonly Layer[];
}

const dense = (units: number): Layer => ({ kind: 'dense', units });
const relu: Layer = { kind: 'relu' };
const conv = (filters: number): Layer => ({ kind: 'conv2d', filters, kernelSize: [3, 3], padding: 'same' });
const pool: Layer = { kind: 'maxPool2d', poolSize: [2, 2], strides: [2, 2] };
const normalized = (filters: number): Layer[] => [conv(filters), { kind: 'batchNormalization' }, relu];

/** The nets of peers/train_throughput.py; each ends with plain scores, the softmax being part of the loss. */
export const cases: readonly Case[] = [
  { name: 'mlp-3072-100-10', inputShape: [3072], layers: [dense(100), relu, dense(10)] },
  { name: 'mlp-2-16-16-10', inputShape: [2], layers: [dense(16), relu, dense(16), relu, dense(10)] },
  { name: 'mlp-784-512-512-10', inputShape: [784], layers: [dense(512), relu, dense(512), relu, dense(10)] },
  {
    name: 'cnn-32c3-64c3',
    inputShape: [32, 32, 3],
    layers: [conv(32), relu, pool, conv(64), relu, pool, { kind: 'flatten' }, dense(10)],
  },
  {
    name: 'cnn-bn-deep',
    inputShape: [32, 32, 3],
    layers: [
      ...[...normalized(16), ...normalized(16), pool],
      ...[...normalized(32), ...normalized(32), pool],
      ...[...normalized(64), ...normalized(64), { kind: 'globalAveragePool2d' }, dense(10)],
    ],
  },
];

export function networkOf({ inputShape, layers }: Case): InferredNetwork {
  const named = [{ kind: 'input' }, ...layers].map((layer, place) => ({
    id: `${layer.kind}${place}`,
    ...layer,
  }));
  const edges = named.slice(1).map((layer, place) => [named[place]?.id, layer.id]);
  const network = inferNetwork(networkSpecSchema.parse({ layers: named, edges }), { inputShape });
  const problem = network.problems.find(({ severity }) => severity === 'error');
  if (problem !== undefined) throw new Error(problem.error.message);
  return network;
}

export interface Examples {
  readonly inputs: Float32Array;
  readonly labels: Int32Array;
}

/** Normally distributed inputs with labels that have nothing to do with them. */
export function examplesOf({ inputShape }: Case): Examples {
  const random = new Random(0);
  const { examples, classes } = conditions;
  const inputs = Float32Array.from({ length: examples * sizeOf(inputShape) }, () => random.normal());
  return { inputs, labels: Int32Array.from({ length: examples }, () => random.integer(classes)) };
}
