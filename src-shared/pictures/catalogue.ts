import { z } from 'zod';
import { boundary } from './boundary';
import { confusion } from './confusion';
import { fit } from './fit';
import type { PictureDefinition, PictureTask } from './picture';
import { scatter } from './scatter';

/** Every picture; the first that suits a task is drawn. A new one is its file and its line here, and those who draw and show it. */
const pictureCatalogue = [boundary, fit, confusion, scatter] as const;

type SchemasOf<Definitions extends readonly { readonly schema: z.ZodType }[]> = {
  readonly [Index in keyof Definitions]: Definitions[Index]['schema'];
};

// `map` forgets that each entry keeps its place and its own type.
const schemas = pictureCatalogue.map(({ schema }) => schema) as unknown as SchemasOf<typeof pictureCatalogue>;

/** What the network makes of its task at one moment. */
export const pictureSchema = z.discriminatedUnion('kind', schemas);
export type Picture = z.infer<typeof pictureSchema>;
export type PictureKind = Picture['kind'];
export type PictureOf<Kind extends PictureKind> = Extract<Picture, { kind: Kind }>;

/** The kind that shows a task best. */
export function pictureFor(task: PictureTask): PictureKind {
  const found = pictureCatalogue.find((definition) => definition.suits(task));
  if (found === undefined) throw new Error(`no picture of ${task.task}`);
  return found.kind;
}

const byKind = new Map<string, PictureDefinition>(pictureCatalogue.map((entry) => [entry.kind, entry]));

/** Whether a picture holds finite numbers alone. */
export function isDrawable(picture: Picture): boolean {
  return byKind.get(picture.kind)?.outputs(picture).every(Number.isFinite) ?? false;
}
