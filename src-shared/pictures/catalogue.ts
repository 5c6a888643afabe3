import { z } from 'zod';
import { boundary } from './boundary';
import { confusion } from './confusion';
import { fit } from './fit';
import { parts } from './parts';
import type { PictureDefinition, PictureTask } from './picture';
import { scatter } from './scatter';
import { units } from './units';
import { weights } from './weights';

/** Every picture; of those that suit a task the first is shown where none was chosen. A new one is its file and its line here, and those who draw and show it. */
const pictureCatalogue = [boundary, fit, parts, confusion, scatter, units, weights] as const;

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

export const pictureKindSchema = z.enum(pictureCatalogue.map(({ kind }) => kind));

/** The kinds that show something of a task, the best first. */
export function picturesFor(
  task: PictureTask,
): readonly { readonly kind: PictureKind; readonly title: string }[] {
  return pictureCatalogue.filter((definition) => definition.suits(task));
}

const byKind = new Map<string, PictureDefinition>(pictureCatalogue.map((entry) => [entry.kind, entry]));

/** Whether a picture holds finite numbers alone. */
export function isDrawable(picture: Picture): boolean {
  return byKind.get(picture.kind)?.outputs(picture).every(Number.isFinite) ?? false;
}
