import { z } from 'zod';
import { datasetCatalogue } from './catalogue';

export { scalings, type Scaling } from './dataset';

type SchemasOf<Definitions extends readonly { readonly schema: z.ZodType }[]> = {
  readonly [Index in keyof Definitions]: Definitions[Index]['schema'];
};

// `map` forgets that each entry keeps its place and its own type.
const schemas = datasetCatalogue.map((definition) => definition.schema) as unknown as SchemasOf<
  typeof datasetCatalogue
>;

export const datasetSpecSchema = z.discriminatedUnion('kind', schemas);
/** What a data set is and how it is split and scaled, with every default filled in. */
export type DatasetSpec = z.infer<typeof datasetSpecSchema>;
export type DatasetSpecInput = z.input<typeof datasetSpecSchema>;
export type DatasetKind = DatasetSpec['kind'];
