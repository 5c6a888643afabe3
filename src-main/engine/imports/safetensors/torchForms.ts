import type { Experiment } from '@shared/experiment/experiment';
import { planCode } from '@shared/code/plan';
import { torchLayers, torchWeights } from '@shared/code/pytorch/pytorch';
import type { InferredLayer, InferredNetwork } from '@shared/network/inference';
import { sizeOf, type Shape } from '@shared/ops/shape';
import { transposed } from '@shared/ops/transposed';

/** A weight of ours as PyTorch's modules keep it. */
export interface TorchForm {
  /** Ours. */
  readonly weight: string;
  readonly shape: Shape;
  /** PyTorch's, behind the module's name: `weight`, `running_mean`. */
  readonly at: string;
  readonly torchShape: Shape;
  /** PyTorch's values in our order. */
  toOurs(values: Float32Array): Float32Array;
}

/** A layer with weights, with their forms in PyTorch. */
export interface TorchLayerForms {
  readonly id: string;
  /** Its name in the generated program. */
  readonly name: string;
  readonly forms: readonly TorchForm[];
  /** The rows it takes were images, which PyTorch lays out with their channels first. */
  readonly takesImageAsRow: boolean;
}

/**
 * The layers of a network that have weights, in its order. The generated program says how PyTorch keeps them.
 * @param rowsHaveChannelsLast images are flattened as here, and not as PyTorch does
 */
export function torchFormsOf(
  experiment: Experiment,
  network: InferredNetwork,
  rowsHaveChannelsLast = false,
): TorchLayerForms[] {
  const layers = torchLayers(planCode(experiment, network));
  return layers
    .filter(({ layer }) => layer.weights.length > 0)
    .map((layer) => {
      const image = rowsHaveChannelsLast ? null : imageInRow(layer.layer, network);
      const forms = torchWeights(layer).map(({ weight, tensor, convert }) => {
        const form = inverse(weight.shape, convert);
        return {
          ...{ weight: weight.name, shape: weight.shape, torchShape: form.shape },
          at: tensor.slice(layer.name.length).replace(/^\./, ''),
          toOurs: (values: Float32Array) => channelsLast(form.toOurs(values), weight.shape, image),
        };
      });
      return { id: layer.layer.id, name: layer.name, forms, takesImageAsRow: image !== null };
    });
}

type Step = { readonly order: readonly number[] } | { readonly shape: readonly number[] };

/** What NumPy does to ours to make PyTorch's, undone. */
function inverse(
  shape: Shape,
  convert: string,
): { shape: Shape; toOurs(values: Float32Array): Float32Array } {
  let now = shape;
  const undo: ((values: Float32Array) => Float32Array)[] = [];
  for (const step of stepsOf(convert, shape.length)) {
    if ('shape' in step) {
      const given = sizeOf(step.shape.filter((size) => size !== -1));
      const all = sizeOf(now);
      now = step.shape.map((size) => (size === -1 ? all / given : size));
      continue;
    }
    const after = step.order.map((axis) => now[axis] ?? 1);
    const back = step.order.map((_, axis) => step.order.indexOf(axis));
    undo.unshift((values) => transposed(values, after, back));
    now = after;
  }
  return { shape: now, toOurs: (values) => undo.reduce((given, each) => each(given), values) };
}

/** `.transpose(3, 2, 0, 1)`, `.T`, `.reshape(-1)`, one behind the other. */
function stepsOf(convert: string, rank: number): Step[] {
  const found = [...convert.matchAll(/\.(T|transpose|reshape)(?:\(([^)]*)\))?/g)];
  if (found.map(([text]) => text).join('') !== convert) throw new Error(`"${convert}" cannot be undone`);
  return found.map(([, kind, list = '']): Step => {
    const numbers = list.split(',').map(Number);
    if (kind === 'T') return { order: [...Array(rank).keys()].reverse() };
    return kind === 'reshape' ? { shape: numbers } : { order: numbers };
  });
}

/** The image whose values a layer takes as one row; null where its input is no such row. */
function imageInRow({ from, inputShapes }: InferredLayer, network: InferredNetwork): Shape | null {
  if (inputShapes[0]?.length !== 1) return null;
  const before = network.layers.find(({ id }) => id === from[0]);
  if (before === undefined) return null;
  const { definition } = before;
  const [shape = []] = before.inputShapes;
  if (definition.kind === 'flatten') return hasChannelsFirst(shape, before, network) ? shape : null;
  const keepsPlaces = ['activation', 'normalization', 'regularization'].includes(definition.group);
  return keepsPlaces ? imageInRow(before, network) : null;
}

/**
 * Images have their channels first in PyTorch, and so do sequences where something slides over them; those that are
 * flattened as they come have their values step by step.
 */
function hasChannelsFirst(shape: Shape, { from }: InferredLayer, network: InferredNetwork): boolean {
  if (shape.length !== 2) return shape.length > 2;
  const before = network.layers.find(({ id }) => id === from[0]);
  if (before === undefined || before.inputShapes[0]?.length !== 2) return false;
  return before.definition.window !== undefined || hasChannelsFirst(shape, before, network);
}

/** Values for each place of an image with its channels first, as ours with them last. */
function channelsLast(values: Float32Array, shape: Shape, image: Shape | null): Float32Array {
  const [rows = 0, ...columns] = shape;
  if (image === null || rows !== sizeOf(image)) return values;
  const [channels = 1, ...places] = [image.at(-1), ...image.slice(0, -1)];
  const order = [...places.map((_, axis) => axis + 1), 0, places.length + 1];
  return transposed(values, [channels, ...places, sizeOf(columns)], order);
}
