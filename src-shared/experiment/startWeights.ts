import { AppError } from '../errors';
import type { LayerId } from '../ids';
import type { InferredLayer, InferredNetwork } from '../network/inference';
import { formatShape, type Shape } from '../ops/shape';
import { describeSource, type StartFrom } from './startFrom';

/** What weights there are, without their values. */
export interface StoredLayers {
  /** By `parameters/<layer>/<weight>`. */
  readonly tensors: readonly { readonly name: string; readonly shape: Shape }[];
  /** The kind of each layer there, where it is known. */
  readonly kinds: Readonly<Record<string, string>>;
}

/** Which layers of a network can start from stored weights. */
export interface StartFit {
  readonly taken: readonly LayerId[];
  /** Layers that begin as their initializers say, each with the reason. */
  readonly fresh: readonly { readonly layer: LayerId; readonly reason: string }[];
  /** Stored layers that no layer of the network takes. */
  readonly unused: readonly string[];
}

/** Compares layer by layer: of the same name and kind, with all weights in the same shapes. */
export function fitStart(network: InferredNetwork, { tensors, kinds }: StoredLayers): StartFit {
  const shapes = new Map<string, Map<string, Shape>>();
  for (const { name, shape } of tensors) {
    const [, layer = '', weight = ''] = name.split('/');
    shapes.set(layer, (shapes.get(layer) ?? new Map<string, Shape>()).set(weight, shape));
  }
  const taken: LayerId[] = [];
  const fresh: { layer: LayerId; reason: string }[] = [];
  for (const layer of network.layers.filter(({ weights }) => weights.length > 0)) {
    const reason = misfitOf(layer, shapes.get(layer.id), kinds[layer.id]);
    if (reason === null) taken.push(layer.id);
    else fresh.push({ layer: layer.id, reason });
  }
  const used = new Set<string>(taken);
  return { taken, fresh, unused: [...shapes.keys()].filter((layer) => !used.has(layer)) };
}

function misfitOf(
  { definition, weights }: InferredLayer,
  stored: ReadonlyMap<string, Shape> | undefined,
  kind: string | undefined,
): string | null {
  if (stored === undefined) return 'there is no layer of this name';
  if (kind !== undefined && kind !== definition.kind) return `it is of the kind ${kind} there`;
  for (const { name, shape } of weights) {
    const there = stored.get(name);
    if (there === undefined) return `it has no ${name} there`;
    if (there.join() !== shape.join()) {
      return `its ${name} is ${formatShape(there)} there and ${formatShape(shape)} here`;
    }
  }
  const more = [...stored.keys()].find((name) => !weights.some((weight) => weight.name === name));
  return more === undefined ? null : `it has a ${more} there`;
}

/**
 * The layers that a run takes over.
 * @throws AppError `badExperiment` where one that was asked for does not fit, or none does
 */
export function requireFit(fit: StartFit, start: StartFrom): readonly LayerId[] {
  const asked = start.layers ?? fit.taken;
  const missing = asked.find((layer) => !fit.taken.includes(layer));
  if (missing !== undefined) {
    const reason = fit.fresh.find(({ layer }) => layer === missing)?.reason ?? 'it has no weights here';
    throw new AppError(
      'badExperiment',
      `The layer "${missing}" cannot start from ${describeSource(start)}: ${reason}`,
      {
        where: 'startFrom.layers',
        remedy: 'Take it out of the list, or leave the list out: then all layers that fit are taken.',
      },
    );
  }
  if (asked.length > 0) return asked;
  const reasons = fit.fresh.slice(0, 3).map(({ layer, reason }) => `"${layer}": ${reason}`);
  throw new AppError('badExperiment', `No layer fits ${describeSource(start)}. ${reasons.join('; ')}`, {
    where: 'startFrom',
    remedy: `Layers are found by their ids; stored are ${fit.unused.slice(0, 8).join(', ') || 'none'}.`,
  });
}
