import type { ColumnMetaData } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { requirePages } from '../../../src-main/engine/datasets/tables/parquet/reading/pages';

/** Seven bits a byte, the lowest first, the sign in the lowest bit, as Thrift's compact protocol has whole numbers. */
function whole(value: number): number[] {
  const bytes: number[] = [];
  let rest = 2 * value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

/** A data page: its kind, its sizes unpacked and packed, then how many values it has; and its bytes. */
const page = (values: number, { unpacked = 4, bytes = 4 } = {}): number[] => [
  ...[0x15, ...whole(0), 0x15, ...whole(unpacked), 0x15, ...whole(bytes)],
  ...[0x2c, 0x15, ...whole(values), 0x15, ...whole(0), 0, 0],
  ...Array.from({ length: bytes }, () => 0),
];

async function refusalOf(values: number, ...pages: readonly number[][]): Promise<string> {
  const bytes = Uint8Array.from(pages.flat());
  const file = {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => Promise.resolve(bytes.slice(start, end).buffer),
  };
  const column = {
    data_page_offset: 0n,
    total_compressed_size: BigInt(bytes.length),
    num_values: BigInt(values),
  } as ColumnMetaData;
  return requirePages(file, column).then(
    () => '',
    (error: unknown) => String(error),
  );
}

describe('the pages of a Parquet column', () => {
  it('may have as many values together as the column has', async () => {
    expect(await refusalOf(1000, page(600), page(400))).toBe('');
    expect(await refusalOf(1000, page(600), page(401))).toContain('claims 401 values; at most 400');
  });

  it('are refused where one is to decode to more than fits, even where the file says the same', async () => {
    expect(await refusalOf(2 ** 30, page(2 ** 30))).toContain(
      'claims 1,073,741,824 values; at most 16,777,216',
    );
    expect(await refusalOf(100, page(100, { unpacked: 2 ** 30 }))).toContain('claims 1,073,741,824 bytes');
  });

  it('are refused where a header is none or goes on for ever', async () => {
    expect(await refusalOf(100, [0x1f, 0xff])).toContain('no known type');
    expect(
      await refusalOf(
        100,
        Array.from({ length: 3000 }, () => 0x1c),
      ),
    ).toContain('structs within structs');
    expect(await refusalOf(100, [0x18, 255, 255, 255, 127])).toContain('header of a page is damaged');
  });
});
