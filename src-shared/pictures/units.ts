import { z } from 'zod';
import { layerIdSchema } from '../ids';
import { unitColumnsOf } from '../network/unitColumns';
import { definePicture, featureCount, rangeSchema } from './picture';

/** A small net on the plane, unit by unit: what each gives over the plane, and the weights between them. */
export const units = definePicture({
  kind: 'units',
  title: 'Units and weights',
  schema: z.object({
    kind: z.literal('units'),
    step: z.int(),
    xRange: rangeSchema,
    yRange: rangeSchema,
    /** Points of a row of each map, and of a column. */
    side: z.int(),
    /** From the inputs to the outputs. */
    columns: z.array(
      z.object({
        layer: layerIdSchema,
        units: z.int(),
        /** The layer whose weights lead here; null for the inputs, which have none. */
        dense: layerIdSchema.nullable(),
        /** Row by row: units of the column before × units of this one. */
        kernel: z.array(z.number()),
        /** Of each unit; empty where the layer has none. */
        bias: z.array(z.number()),
        /** The smallest and the largest value of each unit. */
        ranges: z.array(rangeSchema),
        /** A byte a point, 0 at the smallest and 255 at the largest: unit by unit, row by row from the smallest y. */
        values: z.base64(),
      }),
    ),
  }),
  suits: (task) => featureCount(task) === 2 && unitColumnsOf(task.network) !== null,
  outputs: ({ columns }) => columns.flatMap(({ kernel, bias }) => [...kernel, ...bias]),
});
