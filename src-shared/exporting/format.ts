import type { z } from 'zod';
import type { ParameterField } from '../catalogue/definition';

/**
 * Everything that is known about a format of exported networks without writing one. One file defines it and one line
 * of the catalogue lists it; the engine's `encoders` have what writes it.
 */
export interface ExportFormatDefinition<
  Kind extends string = string,
  Schema extends z.ZodObject = z.ZodObject,
> {
  readonly kind: Kind;
  readonly title: string;
  /** What it is good for, in one sentence. */
  readonly description: string;
  /** Of the file, without the dot. */
  readonly extension: string;
  /** Where a folder is handed out: the file in it by which it is opened. */
  readonly folderFile?: string;
  /** Of files with its weights that stand beside it, without the dot. */
  readonly besideExtension?: string;
  /** As a browser is told what it downloads. */
  readonly mediaType: string;
  /** The kind as `format`, and the options with their defaults. */
  readonly schema: Schema;
  /** How each option is set, in the dialog and on the command line. */
  readonly fields: Readonly<Record<Exclude<keyof z.infer<Schema>, 'format'>, ParameterField>>;
}

/** Gives a definition its type without losing the literal kind or the options' own. */
export function defineExportFormat<Kind extends string, Schema extends z.ZodObject>(
  definition: ExportFormatDefinition<Kind, Schema>,
): ExportFormatDefinition<Kind, Schema> {
  return definition;
}
