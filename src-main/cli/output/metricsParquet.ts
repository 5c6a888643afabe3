import { parquetWriteBuffer } from 'hyparquet-writer';

/** A table of points by its columns. */
export interface Points {
  readonly run: string[];
  readonly split: string[];
  readonly metric: string[];
  readonly step: number[];
  readonly value: (number | null)[];
}

/** The bytes of a Parquet file with a row a point. */
export function parquetOf({ run, split, metric, step, value }: Points): Uint8Array {
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'run', data: run, type: 'STRING', nullable: false },
      { name: 'split', data: split, type: 'STRING', nullable: false },
      { name: 'metric', data: metric, type: 'STRING', nullable: false },
      { name: 'step', data: step, type: 'INT32', nullable: false },
      { name: 'value', data: value, type: 'DOUBLE', nullable: true },
    ],
  });
  return new Uint8Array(buffer);
}
