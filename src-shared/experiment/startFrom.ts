import { z } from 'zod';
import { layerIdSchema, runIdSchema } from '../ids';

const weightsHashSchema = z.string().regex(/^[0-9a-f]{64}$/, 'a hash has 64 digits of 0–9 and a–f');

const chosen = {
  /** SHA-256 of the weights, by which the workspace keeps them; whatever is there is taken where absent. */
  hash: weightsHashSchema.optional(),
  /** Layers that take their weights from there; all that fit where absent. */
  layers: z.array(layerIdSchema).optional(),
};

/** Whose weights a run starts from, layer by layer, instead of drawing them. */
export const startFromSchema = z.discriminatedUnion('kind', [
  /** A stored model: what Keras or tfjs saved, an ONNX file, or one of safetensors. */
  z.strictObject({ kind: z.literal('model'), path: z.string().min(1), ...chosen }),
  /** A checkpoint of another run. */
  z.strictObject({
    kind: z.literal('run'),
    run: runIdSchema,
    checkpoint: z.enum(['best', 'last']).default('best'),
    ...chosen,
  }),
]);
export type StartFrom = z.infer<typeof startFromSchema>;

/** `the best weights of run 2nawfmd0`, `model.json`. */
export function describeSource(start: StartFrom): string {
  if (start.kind === 'run') return `the ${start.checkpoint} weights of run ${start.run}`;
  return start.path.split(/[/\\]/).at(-1) ?? start.path;
}

/** In a line: from what, and which layers. */
export function describeStart(start: StartFrom | undefined): string {
  if (start === undefined) return 'drawn by the initializers';
  const { layers } = start;
  const which = layers === undefined ? '' : `: ${layers.join(', ')}`;
  return `${describeSource(start)}${which}`;
}
