import { z } from 'zod';

/** What a layer gives for one example: the first of its channels as maps, or of its units as one row. */
export const firedLayerSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** Of what it gives, without the batch axis. */
  shape: z.array(z.int()),
  /** Maps, or rows of units, that are told, and the size of each. */
  maps: z.int(),
  height: z.int(),
  width: z.int(),
  /** The least and the most of the whole layer. */
  low: z.number(),
  high: z.number(),
  /** The place of the most among the channels, or the units. */
  strongest: z.int(),
  /** A byte a place, 0 at the least and 255 at the most of the layer: map by map, row by row from the top. */
  values: z.base64(),
});
export type FiredLayer = z.infer<typeof firedLayerSchema>;
