import { kindOf, parametersOf } from '@shared/training/config';
import { lossCatalogue } from '@shared/training/losses';
import { optimizerCatalogue } from '@shared/training/optimizers';
import { scheduleCatalogue } from '@shared/training/schedules';
import type { ParameterField } from '@shared/catalogue/definition';
import type { z } from 'zod';

/** The parts of a training configuration that are chosen from a catalogue. */
export type KindPart = 'loss' | 'optimizer' | 'schedule';

export interface KindDefinition {
  readonly kind: string;
  readonly title: string;
  readonly description: { readonly summary: string; readonly formula: string; readonly source: string };
  readonly fields: Readonly<Record<string, ParameterField>>;
  readonly schema: z.ZodType<object>;
}

export const kindCatalogues: Readonly<Record<KindPart, readonly KindDefinition[]>> = {
  loss: lossCatalogue,
  optimizer: optimizerCatalogue,
  schedule: scheduleCatalogue,
};

export type KindEntry = string | { readonly kind: string; readonly [name: string]: unknown };

/** The entry's definition, and its parameters with what was not written filled in. */
export function resolveKind(
  part: KindPart,
  entry: KindEntry,
): { definition: KindDefinition | null; values: Readonly<Record<string, unknown>> } {
  const definition = kindCatalogues[part].find((candidate) => candidate.kind === kindOf(entry)) ?? null;
  const written = parametersOf(entry);
  const defaults = definition?.schema.safeParse({});
  const parsed = definition?.schema.safeParse(written);
  return { definition, values: { ...(defaults?.data ?? {}), ...(parsed?.data ?? written) } };
}

/** The entry of a newly chosen kind. An optimizer starts with its own learning rate written out. */
export function entryOfKind(part: KindPart, kind: string): KindEntry {
  if (part !== 'optimizer') return kind;
  const { values } = resolveKind(part, kind);
  return { kind, learningRate: values['learningRate'] };
}

/** The entry with one parameter set; what equals nothing written before becomes written. */
export function entryWith(entry: KindEntry, name: string, value: unknown): KindEntry & object {
  return { ...parametersOf(entry), kind: kindOf(entry), [name]: value };
}
