import { z } from 'zod';
import type { ExportFormatDefinition } from './format';
import { html } from './html';
import { keras } from './keras';
import { onnx } from './onnx';
import { pytorch } from './pytorch';
import { savedModel } from './savedModel';
import { tfjs } from './tfjs';

/** Every format, the usual one first. A new one is its file and its line here, and its encoder in the engine. */
export const exportFormats = [onnx, html, savedModel, keras, tfjs, pytorch] as const;

type Formats = typeof exportFormats;
export type ExportFormatKind = Formats[number]['kind'];
/** A format with its options, every default filled in. */
export type ExportSettings = z.infer<Formats[number]['schema']>;

type Extended<Definitions extends readonly { readonly schema: z.ZodObject }[], Shape> = {
  readonly [Index in keyof Definitions]: z.ZodObject<
    Definitions[Index]['schema']['shape'] & Shape,
    z.core.$strict
  >;
};

/** What is asked or told about a format, with its options beside it. */
export function withFormats<Shape extends z.ZodRawShape>(shape: Shape) {
  const schemas: readonly z.ZodObject[] = exportFormats.map(({ schema }) => schema.extend(shape));
  // `map` forgets that each entry keeps its place and its own type.
  return z.discriminatedUnion('format', schemas as unknown as Extended<Formats, Shape>);
}

const byKind = new Map<string, ExportFormatDefinition>(exportFormats.map((entry) => [entry.kind, entry]));

export function exportFormat(kind: ExportFormatKind): ExportFormatDefinition {
  const definition = byKind.get(kind);
  if (definition === undefined) throw new Error(`no export format ${kind}`);
  return definition;
}

/** Names of a format's options, in the order of its form. */
export function optionNames(kind: ExportFormatKind): readonly string[] {
  return Object.keys(exportFormat(kind).fields);
}

/** The format and its options alone, out of what they stand in. */
export function settingsOf(from: ExportSettings): ExportSettings {
  const names = ['format', ...optionNames(from.format)];
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name))) as ExportSettings;
}
