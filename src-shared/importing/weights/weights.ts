import { AppError } from '../../errors';
import type { InferredNetwork } from '../../network/inference';
import type { WeightSpec } from '../../network/layer';
import { formatShape, sizeOf, type Shape } from '../../ops/shape';
import { depthwisePart } from '../layers/separable';
import type { StoredWeight } from './shards';
import { findOwner, weightNameOf } from './weightNames';

/** A weight as checkpoints name it: `parameters/<layer>/<weight>`. */
export interface ImportedWeight {
  readonly name: string;
  readonly shape: Shape;
  /** Row-major. */
  readonly values: Float32Array;
}

export interface FittedWeights {
  readonly weights: readonly ImportedWeight[];
  /** Weights of the file that no layer takes. */
  readonly remarks: readonly string[];
}

/**
 * The weights of a stored model, in the network's order.
 * @param ids the layer of ours that each stored layer has become.
 * @throws AppError `badNetwork` where one is missing, is there twice, or has another shape.
 */
export function fitWeights(
  stored: readonly StoredWeight[],
  network: InferredNetwork,
  ids: ReadonlyMap<string, string>,
): FittedWeights {
  requireShape(network);
  const { byPlace, unclaimed } = assign(stored, network, ids);
  const left = new Set(byPlace.keys());
  const weights = network.layers.flatMap(({ id, weights: specs }) =>
    specs.map((spec) => {
      left.delete(`${id}/${spec.name}`);
      return fitted(id, spec, byPlace.get(`${id}/${spec.name}`));
    }),
  );
  const unused = [...unclaimed, ...[...left].map((place) => byPlace.get(place)?.name ?? place)];
  const remarks =
    unused.length === 0
      ? []
      : [
          `${unused.length} weights of the file belong to no layer and are left out: ${unused.slice(0, 5).join(', ')}.`,
        ];
  return { weights, remarks };
}

/** Without the examples' shape there is nothing that weights could be compared with. */
function requireShape({ layers, problems }: InferredNetwork): void {
  const wrong = problems.find(({ severity }) => severity === 'error');
  if (wrong === undefined && layers.length > 0) return;
  throw new AppError('badNetwork', `The weights cannot be fitted: ${wrong?.error.message ?? 'no layers'}`, {
    ...(wrong?.error.where ? { where: wrong.error.where } : {}),
    remedy: 'Write the model with its input shape, or open it without its weights.',
  });
}

/** Which weight of which layer of ours each stored one is. */
function assign(stored: readonly StoredWeight[], network: InferredNetwork, ids: ReadonlyMap<string, string>) {
  const byPlace = new Map<string, StoredWeight>();
  const unclaimed: string[] = [];
  const paths = new Map(stored.map((weight) => [weight, weight.name.replace(/:\d+$/, '').split('/')]));
  const holders = [...paths.values()].map((path) => path.slice(0, -1).join('/'));
  for (const weight of stored) {
    const path = paths.get(weight) ?? [];
    const owner = findOwner(path.slice(0, -1), [...ids.keys()], holders);
    const place = owner === null ? null : placeOf(owner, path.at(-1) ?? '', network, ids);
    if (place === null) {
      unclaimed.push(weight.name);
      continue;
    }
    const other = byPlace.get(place);
    if (other !== undefined) throw claimedTwice(place, [other.name, weight.name]);
    byPlace.set(place, weight);
  }
  return { byPlace, unclaimed };
}

/** The weight of ours, by layer and name; Keras 3 numbers a layer's weights in their order. */
function placeOf(
  owner: string,
  name: string,
  network: InferredNetwork,
  ids: ReadonlyMap<string, string>,
): string | null {
  const id = ids.get(owner);
  if (id === undefined) return null;
  const before = ids.get(`${owner}${depthwisePart}`);
  if (before !== undefined && name === 'depthwise_kernel') return `${before}/kernel`;
  if (!/^\d+$/.test(name)) return `${id}/${weightNameOf(name)}`;
  const own = network.layers.find((layer) => layer.id === id)?.weights ?? [];
  const places = [
    ...(before === undefined ? [] : [`${before}/kernel`]),
    ...own.map((spec) => `${id}/${spec.name}`),
  ];
  return places[Number(name)] ?? null;
}

function fitted(id: string, { name, shape }: WeightSpec, found: StoredWeight | undefined): ImportedWeight {
  if (found === undefined || !sameOrder(found.shape, shape)) {
    const what =
      found === undefined
        ? 'is not in the file'
        : `has the shape ${formatShape(found.shape)} (${found.name})`;
    throw new AppError('badNetwork', `The weight ${id}/${name} of ${formatShape(shape)} ${what}`, {
      where: id,
      remedy: 'Take the weights of this very model, or import it without them.',
    });
  }
  return { name: `parameters/${id}/${name}`, shape, values: found.values };
}

/** The same values in the same order: shapes that are equal but for axes of one. */
function sameOrder(stored: Shape, ours: Shape): boolean {
  const wide = (shape: Shape) => shape.filter((size) => size !== 1).join();
  return sizeOf(stored) === sizeOf(ours) && wide(stored) === wide(ours);
}

function claimedTwice(place: string, names: readonly string[]): AppError {
  return new AppError('badNetwork', `Two weights of the file would be ${place}: ${names.join(' and ')}`, {
    where: place,
    remedy: 'Write the model again, with names that differ, or import it without its weights.',
  });
}
