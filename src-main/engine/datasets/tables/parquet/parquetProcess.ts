import { type ChildProcess, fork } from 'node:child_process';
import { AppError } from '@shared/errors';
import { ranOutOfMemory } from '../../../../processes/apart/memoryLimit';
import { begun, type Begun, neverBegan } from '../../../../processes/apart/readerEnd';
import { endOf, type ProcessEnd } from '../../../../processes/ending';
import { processEntry } from '../../../../processes/nodeBinary';
import { badDataset } from '../../readers/files';
import { mostMemory } from './memory';
import {
  type FromParquet,
  type ParquetRows,
  type ParquetTask,
  type TableDescription,
  taken,
} from './protocol';

/** A process that reads one Parquet file: whatever its bytes unpack to, it uses up no memory but its own. */
export class ParquetProcess implements AsyncDisposable {
  private readonly child: ChildProcess;
  private readonly heard: FromParquet[] = [];
  private readonly gone: Promise<void>;
  private hasBegun = false;
  private end: ProcessEnd | null = null;
  private wake = (): void => undefined;

  constructor(
    private readonly task: ParquetTask,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.child = fork(processEntry('parquet'), [], {
      execPath: process.execPath,
      // JavaScript's own limit, which tells nobody why, is not to be met before ours.
      execArgv: [`--max-old-space-size=${Math.ceil((2 * mostMemory) / 2 ** 20)}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.say(task);
    this.child.on('message', (message) => {
      const said = message as FromParquet | Begun;
      if (said.kind === begun.kind) this.hasBegun = true;
      else this.heard.push(said);
      this.wake();
    });
    this.gone = endOf(this.child).then((end) => {
      this.end = end;
      this.wake();
    });
  }

  /** What the file says of its table, which comes first. @throws AppError `badDataset` */
  async description(): Promise<TableDescription> {
    const said = await this.next('');
    if (said.kind !== 'table') throw new Error(`asked for a table, got ${said.kind}`);
    return said.description;
  }

  /** Its rows. @throws AppError `badDataset` with the place where the file is damaged. */
  async *rows(): AsyncGenerator<ParquetRows> {
    let place = '';
    for (;;) {
      const said = await this.next(place);
      if (said.kind !== 'rows') return;
      this.say(taken);
      yield said.rows;
      place = `, behind row ${said.rows.first.toLocaleString('en')}`;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // It does not listen while it unpacks.
    if (this.end === null) this.child.kill('SIGKILL');
    await this.gone;
  }

  private say(said: ParquetTask | typeof taken): void {
    // What is said to one that has just ended is heard by nobody.
    if (this.child.connected) this.child.send(said, () => undefined);
  }

  private async next(place: string): Promise<FromParquet> {
    while (this.heard.length === 0 && this.end === null) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    this.signal?.throwIfAborted();
    const said = this.heard.shift();
    if (said?.kind === 'failed') throw AppError.fromData(said.error);
    return said ?? this.broken(place);
  }

  /** @param place of the last rows that were read */
  private broken(place: string): never {
    const where = `${this.task.path}${place}`;
    if (this.end !== null && !this.hasBegun) throw neverBegan(this.end, 'badDataset', this.task.path);
    if (this.end !== null && ranOutOfMemory(this.end)) {
      throw badDataset(
        `The Parquet file unpacks to more than ${Math.round(mostMemory / 1e8) / 10} GB at a time`,
        where,
        'Write it again in smaller parts, such as with pandas’ to_parquet(…, row_group_size=100_000).',
      );
    }
    throw badDataset('The Parquet file cannot be read: it is damaged', where, 'Write or get it again.');
  }
}
