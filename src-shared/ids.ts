import { z } from 'zod';

export const runIdSchema = z.string().min(1).brand<'RunId'>();
export type RunId = z.infer<typeof runIdSchema>;

/** A layer's id within its network: what edges, weights and messages name it by. */
export const layerIdSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_.-]+$/, 'an id has letters, digits, "_", "-" and "." only')
  .brand<'LayerId'>();
export type LayerId = z.infer<typeof layerIdSchema>;
