import { z } from 'zod';
import type { LayerCode } from '../../frameworks/layerCode';
import { AppError } from '../../errors';
import type { Ops } from '../../ops/ops';
import { formatShape, type Shape } from '../../ops/shape';
import type { Description } from '../../catalogue/definition';
import { defineLayer, type LayerTraits } from './index';

interface MergeParts {
  readonly kind: string;
  readonly title: string;
  readonly description: Description;
  readonly code: LayerCode<object>;
  readonly traits?: LayerTraits;
  combine<T>(ops: Ops<T>, a: T, b: T): T;
}

/** A layer that combines branches of one shape value by value, in the order of their edges. */
export function defineMerge({ kind, title, description, code, traits, combine }: MergeParts) {
  return defineLayer({
    kind,
    title,
    group: 'merge',
    description,
    schema: z.object({}),
    fields: {},
    code,
    traits: { ...traits, joinsAlike: true },
    inputs: { minimum: 2, maximum: Infinity },
    outputShape(_parameters, inputs) {
      const [first, ...others] = inputs;
      if (first !== undefined && others.every((other) => other.join() === first.join())) return first;
      throw new AppError('badNetwork', `${title} needs inputs of one shape, gets ${listShapes(inputs)}`, {
        remedy: remedyFor(inputs),
      });
    },
    forward({ ops, inputs }) {
      const [first, ...others] = inputs;
      if (first === undefined) throw new Error(`${kind} was given no input`);
      return others.reduce((combined, other) => combine(ops, combined, other), first);
    },
  });
}

export function listShapes(shapes: readonly Shape[]): string {
  return shapes.map(formatShape).join(' and ');
}

function remedyFor(shapes: readonly Shape[]): string {
  const ranks = new Set(shapes.map((shape) => shape.length));
  if (ranks.size > 1) return 'Bring the branches to the same number of axes first.';
  const places = new Set(shapes.map((shape) => shape.slice(0, -1).join()));
  if (ranks.has(1))
    return 'Give the Dense layers of both branches the same number of units, or use Concatenate.';
  return places.size === 1
    ? 'Bring the branches to the same number of channels with a 1×1 convolution, or use Concatenate.'
    : 'Use the same strides and padding in both branches, or a 1×1 convolution with strides in the shorter one.';
}
