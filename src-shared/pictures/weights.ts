import { z } from 'zod';
import { layerIdSchema } from '../ids';
import { imageKernelOf } from '../network/imageKernel';
import { definePicture, rangeSchema } from './picture';

/** What the units of the first layer look for in an image: the weights of each, as an image. */
export const weights = definePicture({
  kind: 'weights',
  title: 'First-layer weights',
  schema: z.object({
    kind: z.literal('weights'),
    step: z.int(),
    layer: layerIdSchema,
    /** Units that the layer has; the first of them have images. */
    units: z.int(),
    /** Images that each of them has, side by side. */
    pieces: z.int(),
    height: z.int(),
    width: z.int(),
    /** 1, or 3 for red, green and blue. */
    channels: z.int(),
    /** The largest weight of the layer, of either sign: colors of all units go by it. */
    scale: z.number(),
    /** The smallest and the largest weight of each. */
    ranges: z.array(rangeSchema),
    /** A byte a weight, 0 at the smallest and 255 at the largest: image by image, row by row from the top, channels side by side. */
    values: z.base64(),
  }),
  suits: ({ network, inputShape }) => imageKernelOf(network, inputShape) !== null,
  outputs: ({ scale }) => [scale],
});
