import type { AsyncBuffer, ColumnMetaData } from 'hyparquet';
import { type CompactStruct, readStruct } from './thrift';

/** The most values that one page decodes to: no program writes as many. */
const mostValues = 1 << 24;
const mostBytes = 1 << 28;
/** A page's header has some dozen bytes; more where it tells the least and the greatest text. */
const headerBytes = [512, 1 << 16];

/** Fields of Parquet's `PageHeader` by their numbers. */
const unpackedField = 2;
const packedField = 3;
const dictionaryField = 7;
/** The headers of each kind of page; the first field of each is how many values it has. */
const kindFields = { dataPage: 5, dictionary: dictionaryField, dataPageV2: 8 } as const;
const valuesField = 1;

interface PageHeader {
  readonly headerBytes: number;
  readonly unpackedBytes: number;
  readonly packedBytes: number;
  /** 0 of a page without values, such as an index. */
  readonly values: number;
  readonly isDictionary: boolean;
}

const numberOf = (struct: CompactStruct | undefined, field: number): number => {
  const value = struct?.get(field);
  return typeof value === 'number' ? value : 0;
};

async function headerAt(file: AsyncBuffer, at: number, end: number): Promise<PageHeader> {
  for (const wanted of headerBytes) {
    const bytes = new Uint8Array(await file.slice(at, Math.min(end, at + wanted)));
    const read = readStruct(bytes);
    if (read === null) continue;
    const { struct, length } = read;
    const kinds = Object.values(kindFields).map((field) => struct.get(field));
    const kind = kinds.find((value) => value instanceof Map);
    return {
      headerBytes: length,
      unpackedBytes: numberOf(struct, unpackedField),
      packedBytes: numberOf(struct, packedField),
      values: numberOf(kind, valuesField),
      isDictionary: struct.get(dictionaryField) !== undefined,
    };
  }
  throw new Error('the header of a page is damaged');
}

/**
 * Goes through the headers of a column's pages before they are decoded: a page of some bytes may claim any number of values.
 * @throws Error where a page claims more than the column has left, or more than is decoded at a time
 */
export async function requirePages(file: AsyncBuffer, column: ColumnMetaData): Promise<void> {
  const { dictionary_page_offset: dictionary, data_page_offset: data } = column;
  let at = Number(dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data);
  const end = Math.min(file.byteLength, at + Number(column.total_compressed_size));
  let left = Number(column.num_values);
  while (left > 0 && at < end) {
    const page = await headerAt(file, at, end);
    const { values, unpackedBytes, packedBytes } = page;
    if (values < 0 || values > mostValues || (!page.isDictionary && values > left)) {
      throw new Error(
        `a page claims ${values.toLocaleString('en')} values; at most ${Math.min(left, mostValues).toLocaleString('en')} can be there`,
      );
    }
    if (unpackedBytes < 0 || unpackedBytes > mostBytes || packedBytes < 0) {
      throw new Error(`a page claims ${unpackedBytes.toLocaleString('en')} bytes`);
    }
    if (!page.isDictionary) left -= values;
    at += page.headerBytes + packedBytes;
  }
}
