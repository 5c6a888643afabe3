import { z } from 'zod';
import type { DatasetTask } from '../catalogue/task';
import type { InferredNetwork } from '../network/inference';
import type { Shape } from '../ops/shape';

/** The smallest and the largest of some numbers, or where an axis begins and ends. */
export const rangeSchema = z.tuple([z.number(), z.number()]);

/** What decides which picture shows best how a network does. */
export interface PictureTask {
  readonly task: DatasetTask;
  readonly inputShape: Shape;
  readonly network: InferredNetwork;
}

/**
 * A picture of what a network makes of its task. One file defines it and one line of the catalogue lists it; the
 * trainer's `pictures/` have what draws it, the interface's what shows it.
 */
export interface PictureDefinition<Kind extends string = string, Schema extends z.ZodType = z.ZodType> {
  readonly kind: Kind;
  /** What it is called where one chooses. */
  readonly title: string;
  /** What the trainer draws and the interface shows; `step` is that of the weights. */
  readonly schema: Schema;
  /** Whether it shows something of a task; of several, the first in the catalogue is shown where none was chosen. */
  suits(task: PictureTask): boolean;
  /** The network's numbers in it: those of a net about to diverge are infinite, which cannot be drawn. */
  outputs(picture: z.infer<Schema>): readonly number[];
}

/** Gives a definition its type without losing the literal kind or the picture's own. */
export function definePicture<Kind extends string, Schema extends z.ZodType>(
  definition: PictureDefinition<Kind, Schema>,
): PictureDefinition<Kind, Schema> {
  return definition;
}

/** Features of an example that is one row of numbers; 0 for anything else. */
export function featureCount({ inputShape }: Pick<PictureTask, 'inputShape'>): number {
  return inputShape.length === 1 ? (inputShape[0] ?? 0) : 0;
}
