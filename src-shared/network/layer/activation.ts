import { z } from 'zod';
import type { LayerCode } from '../../frameworks/layerCode';
import type { Ops } from '../../ops/ops';
import { defineLayer, onlyInput, type LayerDefinition, type LayerTraits } from './index';
import type { Definition } from '../../catalogue/definition';

/** What is particular to a function applied to each value by itself. */
export interface ActivationParts<P extends object> extends Definition<P> {
  readonly code: LayerCode<P>;
  readonly traits?: LayerTraits<P>;
  /** The scalar function, for its plot. */
  curve(x: number, parameters: P): number;
  apply<T>(ops: Ops<T>, x: T, parameters: P): T;
}

/** A layer without weights whose output has its input's shape. */
export function defineActivation<P extends object>(parts: ActivationParts<P>): LayerDefinition<P> {
  const { apply, ...rest } = parts;
  return defineLayer({
    ...rest,
    group: 'activation',
    inputs: { minimum: 1, maximum: 1 },
    outputShape: (_parameters, inputs) => onlyInput(inputs),
    forward: ({ ops, inputs }, parameters) => apply(ops, onlyInput(inputs), parameters),
  });
}

/** For activations with nothing to set. */
export const noParameters = { schema: z.object({}), fields: {} };
