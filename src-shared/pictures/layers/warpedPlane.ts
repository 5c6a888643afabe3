import { z } from 'zod';
import { layerIdSchema } from '../../ids';
import { rangeSchema } from '../picture';

const answersSchema = z.object({
  classes: z.int(),
  /** Of each point of the grid, row by row from the smallest y, each class's as a byte: 255 is certain. */
  probabilities: z.base64(),
});
/** What a net answers on a grid over the plane. */
export type PlaneAnswers = z.infer<typeof answersSchema>;

/** What becomes of the plane of the inputs in the layers of a net: where each makes of a grid, and of some examples. */
export const warpedPlaneSchema = z.object({
  /** Points of a row of the grid, and of a column. */
  side: z.int(),
  /** The class of each example; empty for regression. */
  labels: z.array(z.int()),
  /** Null of regression. */
  answers: answersSchema.nullable(),
  layers: z.array(
    z.object({
      layer: layerIdSchema,
      /** Of two, what they give are the coordinates; of more, the coordinates are principal components. */
      units: z.int(),
      /** Share of the grid's variance in the layer that the two coordinates have. */
      share: z.number(),
      xRange: rangeSchema,
      yRange: rangeSchema,
      /**
       * Where the points lie, x and y of each as two bytes (the smaller first), 0 at the beginning of its range and 65,535 at
       * the end: those of the grid row by row from the smallest y, then the examples.
       */
      points: z.base64(),
    }),
  ),
});
export type WarpedPlane = z.infer<typeof warpedPlaneSchema>;
export type WarpedLayer = WarpedPlane['layers'][number];

/** The last number of a coordinate's range. */
export const coordinateSteps = 65_535;
