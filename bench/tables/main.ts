import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { datasetSpecSchema, tableSpecSchema } from '@shared/data/spec';
import { Random } from '@shared/random';
import { prepareDataset, quickLook } from '../../src-main/engine/datasets';
import { openTable } from '../../src-main/engine/datasets/tables/formats';
import { askPeer } from '../peers/ask';

/**
 * How fast a large table is read, beside pandas' C reader on the same file, turn and turn about: one pass over it, which gives
 * every number, and all that makes it ready for training, which is two passes, the split and what is written.
 */
const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000000' },
    columns: { type: 'string', default: '20' },
    turns: { type: 'string', default: '3' },
    /** A Python with pandas. */
    python: { type: 'string', default: process.env['LAYERLAB_PEERS'] ?? 'python3' },
  },
});
const [rows, columns, turns] = [Number(options.rows), Number(options.columns), Number(options.turns)];

async function writeTable(path: string): Promise<void> {
  const random = new Random(1, 0);
  const file = createWriteStream(path);
  file.write(`${Array.from({ length: columns }, (_, column) => `c${column}`).join(',')}\n`);
  const rowsAtOnce = 2000;
  for (let first = 0; first < rows; first += rowsAtOnce) {
    let text = '';
    for (let row = first; row < Math.min(rows, first + rowsAtOnce); row++) {
      for (let column = 0; column < columns; column++) {
        text += `${column === 0 ? '' : ','}${random.uniform(-1000, 1000).toFixed(1 + (column % 5))}`;
      }
      text += '\n';
    }
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};

/** Every number of the table. */
async function readAll(path: string): Promise<number> {
  const table = await openTable(path, tableSpecSchema.parse({ kind: 'csv', path }));
  const { numbers } = table;
  const values = new Float64Array(columns);
  let sum = 0;
  for await (const { batch, firstRow } of table.rows()) {
    for (let row = firstRow; row < batch.rows; row++) {
      const first = batch.rowFirst[row] ?? 0;
      for (let column = 0; column < columns; column++) {
        const cell = first + column;
        values[column] = numbers.read(batch.bytes, batch.starts[cell] ?? 0, batch.ends[cell] ?? 0);
      }
      sum += values[0] ?? 0;
    }
  }
  return sum;
}

const folder = await mkdtemp(join(tmpdir(), 'layerlab-tables-'));
try {
  const path = join(folder, 'table.csv');
  await writeTable(path);
  const { size } = await stat(path);
  console.log(`${rows.toLocaleString('en')} rows × ${columns} columns, ${(size / 1e6).toFixed(0)} MB`);
  const look = tableSpecSchema.parse({ kind: 'csv', path });
  for (let turn = 0; turn < turns; turn++) {
    const looked = await seconds(() => quickLook(look));
    const one = await seconds(() => readAll(path));
    const spec = datasetSpecSchema.parse({ kind: 'csv', path, splitSeed: turn + 1 });
    const whole = await seconds(() => prepareDataset(spec, { directory: join(folder, `prepared-${turn}`) }));
    await rm(join(folder, `prepared-${turn}`), { recursive: true, force: true });
    const peer = askPeer<{ seconds: number; version: string }>(options.python, 'read_table.py', path);
    const beside =
      peer === null
        ? 'no pandas to compare with'
        : `pandas ${peer.version} ${peer.seconds.toFixed(1)} s: ` +
          `one pass is ${(peer.seconds / one).toFixed(2)} times as fast, all of it ${(peer.seconds / whole).toFixed(2)} times`;
    const memory = (process.resourceUsage().maxRSS / 1e6).toFixed(2);
    console.log(
      `look ${(1000 * looked).toFixed(0)} ms; one pass ${one.toFixed(1)} s; prepared ${whole.toFixed(1)} s; ${beside}; ${memory} GB at the most`,
    );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
