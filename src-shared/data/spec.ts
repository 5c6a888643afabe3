import { z } from 'zod';
import { datasetCatalogue, findDatasetDefinition, tableCatalogue } from './catalogue';
import type { DatasetDefinition, DatasetSpecFacts } from './dataset';

type SchemasOf<Definitions extends readonly { readonly schema: z.ZodType }[]> = {
  readonly [Index in keyof Definitions]: Definitions[Index]['schema'];
};

// `map` forgets that each entry keeps its place and its own type.
const schemas = datasetCatalogue.map((definition) => definition.schema) as unknown as SchemasOf<
  typeof datasetCatalogue
>;

// As above.
const tableSchemas = tableCatalogue.map((definition) => definition.schema) as unknown as SchemasOf<
  typeof tableCatalogue
>;
/** A table of a file. */
export const tableSpecSchema = z.discriminatedUnion('kind', tableSchemas);

export const datasetSpecSchema = z.discriminatedUnion('kind', schemas);
/** What a data set is and how it is split and scaled, with every default filled in. */
export type DatasetSpec = z.infer<typeof datasetSpecSchema>;
export type DatasetSpecInput = z.input<typeof datasetSpecSchema>;
export type DatasetKind = DatasetSpec['kind'];

/** The definition of a specification's kind. */
export function definitionOf(spec: DatasetSpec): DatasetDefinition {
  const definition = findDatasetDefinition(spec.kind);
  if (definition === undefined) throw new Error(`no data set of kind ${spec.kind}`);
  return definition;
}

/** What a specification says of its data set before any file has been opened. */
export function factsOfSpec(spec: DatasetSpec): DatasetSpecFacts {
  return definitionOf(spec).facts(spec);
}
