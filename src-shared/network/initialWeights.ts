import { sizeOf, type Shape } from '../ops/shape';
import { Random } from '../random';
import type { InferredNetwork } from './inference';
import { fillInitially } from './initializers';

/** A weight tensor before the first step. */
export interface InitialWeight {
  /** `parameters/<layer id>/<weight name>`, as checkpoints name it. */
  readonly name: string;
  readonly shape: Shape;
  /** Row-major; the caller's to keep or change. */
  readonly values: Float32Array;
}

/**
 * The weights a run starts from, in the network's order. Each tensor has its own stream of random numbers, keyed
 * by the seed and the tensor's place: a layer added at the end leaves the others as they were.
 */
export function initializeWeights(network: InferredNetwork, seed: number): InitialWeight[] {
  const weights = network.layers.flatMap((layer) => layer.weights.map((weight) => ({ layer, weight })));
  return weights.map(({ layer, weight }, index) => {
    const { shape, initializer, fanIn, fanOut } = weight;
    const values = new Float32Array(sizeOf(shape));
    fillInitially(values, initializer, { shape, fanIn, fanOut, random: new Random(seed, index) });
    return { name: `parameters/${layer.id}/${weight.name}`, shape, values };
  });
}
