import { z } from 'zod';
import { tableReadingShape } from '@shared/data/tables/reading';
import { mostCategories } from './columnScan';
import { scanTables } from './table';

export interface TableInspection {
  hasHeader: boolean;
  delimiter: string;
  columns: { name: string; type: 'number' | 'category'; categories: string[]; sample: string[] }[];
}

/** What the data panel shows of a file before anything is chosen. */
export async function inspectTable(path: string, signal?: AbortSignal): Promise<TableInspection> {
  const { tables, columns } = await scanTables([path], z.object(tableReadingShape).parse({}), {}, signal);
  const [table] = tables;
  return {
    hasHeader: (table?.format.header ?? 0) > 0,
    delimiter: table?.format.delimiter ?? ',',
    columns: columns.map((scan) => ({
      name: scan.name,
      type: scan.type === 'number' ? 'number' : 'category',
      categories: scan.type === 'number' ? [] : [...scan.categories.keys()].slice(0, mostCategories),
      sample: [...scan.sample],
    })),
  };
}
