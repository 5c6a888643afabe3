import { once } from 'node:events';
import { AppError } from '@shared/errors';
import { limitMemory } from '../../../../processes/apart/memoryLimit';
import { begun } from '../../../../processes/apart/readerEnd';
import { sayToParent } from '../../../../processes/apart/say';
import { batchesAhead, type FromParquet, type ParquetRows, type ParquetTask, taken } from './protocol';
import { openStored } from './reading/storedTable';
import { mostMemory } from './memory';
import type { RecordBatch } from '../text/records';

/** Reads the one file that it is started for: what a page unpacks to can use up any memory. */
limitMemory(mostMemory);

const say = (said: FromParquet): Promise<void> => sayToParent(said);

function rowsOf(batch: RecordBatch): ParquetRows {
  const ends = batch.ends.subarray(0, batch.rowFirst[batch.rows]);
  return { bytes: batch.bytes.subarray(0, ends.at(-1) ?? 0), ends, first: batch.lines[0] ?? 1 };
}

async function tell({ path, leftOut, limit }: ParquetTask): Promise<void> {
  const { description, rows } = await openStored(path, leftOut);
  await say({ kind: 'table', description });
  let ahead = 0;
  process.on('message', (message) => (ahead -= message === taken ? 1 : 0));
  for await (const batch of rows.read(limit ?? Infinity)) {
    await say({ kind: 'rows', rows: rowsOf(batch) });
    ahead++;
    while (ahead >= batchesAhead) await once(process, 'message');
  }
  await say({ kind: 'end' });
}

process.once('disconnect', () => process.exit());
const asked = once(process, 'message') as Promise<[ParquetTask]>;
await sayToParent(begun);
const [task] = await asked;
await tell(task).catch((thrown: unknown) => say({ kind: 'failed', error: AppError.from(thrown).toData() }));
process.disconnect();
