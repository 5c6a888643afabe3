import { z } from 'zod';
import type { DatasetPlace, PythonLoader } from '../../frameworks/datasetCode';
import { commonShape, type DatasetField, defineDataset, splitFields } from '../dataset';
import { tableReadingFields } from './fields';
import { tableReadingShape } from './reading';
import { duplicatesField, tableColumnFields, tableFileFields, tableShape, windowsField } from './shape';

/** What a kind of file that holds a table has of its own. */
interface TableFile<Kind extends string, Shape extends z.ZodRawShape> {
  readonly kind: Kind;
  readonly title: string;
  /** Two or three sentences in a teacher's words. */
  readonly description: string;
  /** Endings of such files, without the dot. */
  readonly extensions: readonly string[];
  /** What is said of the file beside its field. */
  readonly help: string;
  /** Fields of the specification that say how the file is read, and their controls. */
  readonly shape: Shape;
  readonly fields: Readonly<Record<keyof Shape, DatasetField>>;
  /** How a program of another framework loads it. */
  python(spec: z.infer<ReturnType<typeof schemaOf<Kind, Shape>>>, place: DatasetPlace): PythonLoader;
}

function schemaOf<Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) {
  const { missing } = tableReadingShape;
  return z.strictObject({ kind: z.literal(kind), ...tableShape, ...shape, missing, ...commonShape });
}

/** A table of a file: its columns' roles, its files for other splits and its missing values are those of every table. */
export function defineTableFile<Kind extends string, Shape extends z.ZodRawShape>({
  kind,
  title,
  description,
  extensions,
  help,
  shape,
  fields,
  python,
}: TableFile<Kind, Shape>) {
  return defineDataset({
    kind,
    title,
    group: 'files',
    description,
    schema: schemaOf(kind, shape),
    fields: {
      path: { label: 'File', help, control: 'file', extensions },
      ...tableColumnFields,
      ...fields,
      missing: tableReadingFields.missing,
      columns: tableReadingFields.columns,
      ...tableFileFields(extensions),
      ...windowsField,
      ...duplicatesField,
      ...splitFields,
    },
    // A table's columns are known once it has been read.
    facts: () => ({}),
    code: { python },
  });
}
