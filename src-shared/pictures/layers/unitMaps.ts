import { z } from 'zod';
import { layerIdSchema } from '../../ids';
import { rangeSchema } from '../picture';

/** What each unit of a net on two inputs gives over the plane. */
export const unitMapsSchema = z.object({
  xRange: rangeSchema,
  yRange: rangeSchema,
  /** Points of a row, and of a column. */
  side: z.int(),
  layers: z.array(
    z.object({
      layer: layerIdSchema,
      /** Units that it has; the first of them have maps. */
      units: z.int(),
      /** The smallest and the largest value of each unit. */
      ranges: z.array(rangeSchema),
      /** A byte a point, 0 at the smallest and 255 at the largest: unit by unit, row by row from the smallest y. */
      values: z.base64(),
    }),
  ),
});
export type UnitMaps = z.infer<typeof unitMapsSchema>;
export type LayerMaps = UnitMaps['layers'][number];
