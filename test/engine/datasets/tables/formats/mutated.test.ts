import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { datasetSpecSchema } from '@shared/data/spec';
import { AppError } from '@shared/errors';
import { Random } from '@shared/random';
import { prepareDataset } from '../../../../../src-main/engine/datasets';
import { patience } from '../../../../patience';
import { mutations, seedsOf, tellCounts } from '../../../../support/mutations';
import { TestWorkspace } from '../../workspace';

const workspace = new TestWorkspace();

const count = mutations(200);
const mostMemory = 1 << 30;

const rows = Array.from(
  { length: 60 },
  (_, i) => `${i},${i / 7},"w, ${i % 3}",2024-01-${(i % 28) + 1},${i % 2 ? 'a' : 'b'}`,
);
const seeds = [
  ['number,part,word,day,class', ...rows].join('\n'),
  ['a;b', ...rows.map((_, i) => `${i},5;1.234,${i % 10}`)].join('\r\n'),
  ['# comment', ...rows.map((_, i) => ` ${i}  ${i / 3}\t${i % 4}`)].join('\r'),
  `\ufeff${['"x\ty"\tz', ...rows.map((_, i) => `"${i}"\t"Kär ""${i % 5}"""`)].join('\n')}`,
];
const encodings = ['utf8', 'utf16le', 'latin1'] as const;
const telling = [0, 10, 13, 34, 39, 44, 59, 9, 124, 35, 255, 254, 239, 187, 191, 128, 45, 46, 101, 78];

/** Bytes of a good table with some of them changed, cut, doubled, or put elsewhere. */
function mutated(index: number): Buffer {
  const random = new Random(20_26, index);
  const seed = seeds[random.integer(seeds.length)] ?? '';
  let bytes = Buffer.from(seed, encodings[random.integer(encodings.length)]);
  for (let change = random.integer(12) + 1; change > 0; change--) {
    const [at, length] = [random.integer(bytes.length + 1), random.integer(40)];
    const [before, part, after] = [
      bytes.subarray(0, at),
      bytes.subarray(at, at + length),
      bytes.subarray(at),
    ];
    const inserted = Buffer.from([telling[random.integer(telling.length)] ?? 0]);
    const ways = [
      () => Buffer.concat([before, inserted, bytes.subarray(at + 1)]),
      () => Buffer.concat([before, inserted, after]),
      () => Buffer.concat([before, bytes.subarray(at + length)]),
      () => Buffer.concat([before, part, part, after]),
      () => Buffer.concat([after, before]),
      () => Buffer.concat([before, Buffer.alloc(length, inserted), after]),
    ];
    bytes = ways[random.integer(ways.length)]?.() ?? bytes;
  }
  return bytes;
}

describe('a table with damaged bytes', () => {
  it(
    'is read, or refused with a place and a remedy, in bounded memory',
    { timeout: patience.test(8) },
    async () => {
      let refused = 0;
      for (const index of seedsOf(count)) {
        const path = await workspace.write('mutated.csv', mutated(index));
        const directory = join(workspace.root, 'mutated');
        const spec = datasetSpecSchema.parse({ kind: 'csv', path });
        const error = await prepareDataset(spec, { directory }).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        if (error === null) continue;
        refused++;
        if (!(error instanceof AppError)) throw new Error(`table ${index}`, { cause: error });
        expect(error.toData(), `table ${index}`).toMatchObject({
          code: 'badDataset',
          where: expect.any(String) as string,
          remedy: expect.any(String) as string,
        });
      }
      await rm(join(workspace.root, 'mutated'), { recursive: true, force: true });
      tellCounts('tables', refused, count);
      // Some are damaged beyond reading and some are not.
      expect(refused).toBeGreaterThan(count / 10);
      expect(refused).toBeLessThan(count);
      expect(process.resourceUsage().maxRSS * 1024).toBeLessThan(mostMemory);
    },
  );
});
