import { z } from 'zod';
import type { LayerId } from '../../ids';
import { classNameSchema, drawnExampleSchema } from '../examples';
import { rangeSchema } from '../picture';

/** A layer, and which of the examples that a run is observed on. */
export interface MapsWanted {
  readonly layer: LayerId;
  readonly example: number;
}

const drawnMapsSchema = z.object({
  step: z.int(),
  /** Examples that can be chosen from. */
  examples: z.int(),
  example: drawnExampleSchema,
  height: z.int(),
  width: z.int(),
  /** Channels that the layer has; the first of them have maps. */
  channels: z.int(),
  /** The smallest and the largest value of each. */
  ranges: z.array(rangeSchema),
  /** A byte a place, 0 at the smallest and 255 at the largest: channel by channel, row by row from the top. */
  values: z.base64(),
});
/** What each channel of a layer gives over one image. */
export type DrawnMaps = z.infer<typeof drawnMapsSchema>;

export const exampleMapsSchema = drawnMapsSchema.extend(classNameSchema.shape);
export type ExampleMaps = z.infer<typeof exampleMapsSchema>;
