import { z } from 'zod';
import { givenName } from '../givenName';
import { layerIdSchema } from '../ids';

/**
 * A layer as the experiment file writes it: an id, a kind, and the kind's own parameters beside them
 * (checked against the catalogue by `parseLayer`).
 */
export const layerSpecSchema = z.looseObject({
  id: layerIdSchema,
  kind: z.string().min(1),
  /** What a person calls it; the kind's title where absent. */
  name: z.string().trim().max(80).optional(),
  /** Regularization of this layer alone, in place of the training configuration's. */
  regularization: z
    .strictObject({
      l1: z.number().min(0).optional(),
      l2: z.number().min(0).optional(),
      maxNorm: z.number().positive().optional(),
    })
    .optional(),
  /** False: frozen. Its weights keep the values that the run starts from. */
  trainable: z.boolean().optional(),
});
export type LayerSpec = z.infer<typeof layerSpecSchema>;

/** From, to. A layer with several inputs takes them in the order of its edges. */
export const edgeSchema = z.tuple([layerIdSchema, layerIdSchema]);
export type Edge = z.infer<typeof edgeSchema>;

/** A named selection of layers that the canvas can fold into one box. It does not change what is computed. */
export const blockSchema = z.strictObject({
  id: z.string().min(1).max(64),
  name: givenName(80),
  layers: z.array(layerIdSchema).min(1),
  folded: z.boolean().default(false),
});
export type Block = z.infer<typeof blockSchema>;

/** A directed acyclic graph of layers with one input and one output. */
export const networkSpecSchema = z.strictObject({
  layers: z.array(layerSpecSchema),
  edges: z.array(edgeSchema),
  blocks: z.array(blockSchema).optional(),
  /** Where the canvas draws each layer; absent: laid out automatically. */
  positions: z.record(z.string(), z.tuple([z.number(), z.number()])).optional(),
});
export type NetworkSpec = z.infer<typeof networkSpecSchema>;
