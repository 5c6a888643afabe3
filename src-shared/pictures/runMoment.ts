import { z } from 'zod';
import type { LayerId } from '../ids';
import { pictureSchema } from './catalogue';
import { unitMapsSchema } from './layers/unitMaps';
import { warpedPlaneSchema } from './layers/warpedPlane';

/** What a net makes of its task, as a whole and layer by layer, after some step. */
export const runMomentSchema = z.object({
  step: z.int(),
  /** Null where its outputs are not all numbers, or it was not wanted. */
  picture: pictureSchema.nullable(),
  /** Null for nets on other than two inputs, as is the next. */
  maps: unitMapsSchema.nullable(),
  warped: warpedPlaneSchema.nullable(),
});
export type RunMoment = z.infer<typeof runMomentSchema>;

/** What is asked of a moment. */
export interface MomentWanted {
  readonly picture: boolean;
  /** Layers that are looked at: one, none (null), or all (absent). */
  readonly layer?: LayerId | null | undefined;
}
