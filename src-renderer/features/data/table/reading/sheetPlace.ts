import type { TableSpec } from '@shared/data/catalogue';

type SheetSpec = Extract<TableSpec, { kind: 'xlsx' }>;

/** Where in a workbook a table is; what is undefined is left to the file. */
export interface SheetPlace {
  readonly sheet: string | undefined;
  readonly range: string | undefined;
}

/** The table at another place, of whose columns nothing is said yet. */
export function placedOn(spec: SheetSpec, { sheet, range }: SheetPlace): SheetSpec {
  const { sheet: _, range: __, target: ___, ignore: ____, ...rest } = spec;
  return {
    ...rest,
    columns: {},
    ...(sheet === undefined ? {} : { sheet }),
    ...(range === undefined ? {} : { range }),
  };
}
