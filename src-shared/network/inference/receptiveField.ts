import type { Shape, Pair } from '../../ops/shape';
import type { AnyLayerDefinition } from '../layer';

/** How much of the input one value of a layer sees, and how far apart in the input its neighbors look. */
export interface ReceptiveField {
  readonly size: Pair;
  readonly jump: Pair;
}

const onePixel: ReceptiveField = { size: [1, 1], jump: [1, 1] };

/** The field of the input layer itself: one pixel of an image; nothing that has a field where it is a vector. */
export function fieldOfInput(shape: Shape): ReceptiveField | null {
  return shape.length >= 2 ? onePixel : null;
}

/**
 * r ← r + (k − 1)·j, j ← j·s for a window of size k and stride s; of several inputs the larger counts.
 * (Araujo et al. 2019, Computing Receptive Fields of Convolutional Neural Networks.)
 * @returns null behind a layer each of whose values sees all of the input.
 */
export function fieldBehind(
  definition: AnyLayerDefinition,
  parameters: object,
  inputs: readonly (ReceptiveField | null)[],
  inputShapes: readonly Shape[],
  outputShape: Shape,
): ReceptiveField | null {
  const known = inputs.filter((field) => field !== null);
  const [first] = known;
  if (first === undefined || known.length < inputs.length) return null;
  const field = known.reduce(larger, first);
  const window = definition.window?.(parameters);
  if (window === undefined) return keepsPlaces(inputShapes, outputShape) ? field : null;
  const grow = (axis: 0 | 1): number => field.size[axis] + (window.size[axis] - 1) * field.jump[axis];
  return {
    size: [grow(0), grow(1)],
    jump: [field.jump[0] * window.strides[0], field.jump[1] * window.strides[1]],
  };
}

export function sizeOfField(field: ReceptiveField | null): [number, number] | null {
  return field === null ? null : [Math.ceil(field.size[0]), Math.ceil(field.size[1])];
}

function larger(a: ReceptiveField, b: ReceptiveField): ReceptiveField {
  return {
    size: [Math.max(a.size[0], b.size[0]), Math.max(a.size[1], b.size[1])],
    jump: [Math.max(a.jump[0], b.jump[0]), Math.max(a.jump[1], b.jump[1])],
  };
}

/** Whether each output stands where its input stood: the axes but the channels are the same. */
function keepsPlaces(inputShapes: readonly Shape[], outputShape: Shape): boolean {
  const places = outputShape.slice(0, -1).join();
  return outputShape.length >= 2 && inputShapes.every((shape) => shape.slice(0, -1).join() === places);
}
