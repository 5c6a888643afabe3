import { hash } from 'node:crypto';
import type { RecordBatch } from '../text/records';

const firstSlots = 1 << 16;
/** Of the slots, from which on there are to be twice as many. */
const fullest = 0.6;
const wordsOfHash = 3;
const lengthBytes = 4;

/**
 * Tells rows in whose columns the same stands as in an earlier one. Of each row 96 bits of its SHA-256 are kept: of ten million
 * rows two different ones are alike in these once in 10¹⁵ tables.
 */
export class RepeatedRows {
  private hashes = new Uint32Array(wordsOfHash * firstSlots);
  private taken = new Uint8Array(firstSlots);
  private rows = 0;
  private bytes = Buffer.alloc(1 << 12);
  /** Rows that have been there before. */
  count = 0;

  /** @param columns that are looked at. */
  constructor(private readonly columns: readonly number[]) {}

  /** Whether the row has been there before; from now on it has. */
  isRepeated(batch: RecordBatch, row: number): boolean {
    const digest = hash('sha256', this.contentOf(batch, row), 'buffer');
    const isNew = this.add(digest.readUInt32LE(0), digest.readUInt32LE(4), digest.readUInt32LE(8));
    if (!isNew) this.count++;
    return !isNew;
  }

  /** What stands in the row: each value behind its length, so that no two rows have the same bytes. */
  private contentOf(batch: RecordBatch, row: number): Buffer {
    const first = batch.rowFirst[row] ?? 0;
    let end = 0;
    for (const column of this.columns) {
      const value = batch.value(first + column);
      this.need(end + lengthBytes + value.length);
      end = this.bytes.writeUInt32LE(value.length, end);
      end += value.copy(this.bytes, end);
    }
    return this.bytes.subarray(0, end);
  }

  private need(bytes: number): void {
    if (bytes > this.bytes.length) this.bytes = Buffer.concat([this.bytes], 2 * bytes);
  }

  private add(first: number, second: number, third: number): boolean {
    if (this.rows >= fullest * this.taken.length) this.grow();
    const { hashes, taken } = this;
    const mask = taken.length - 1;
    let slot = first & mask;
    while (taken[slot] === 1) {
      const at = wordsOfHash * slot;
      if (hashes[at] === first && hashes[at + 1] === second && hashes[at + 2] === third) return false;
      slot = (slot + 1) & mask;
    }
    taken[slot] = 1;
    hashes.set([first, second, third], wordsOfHash * slot);
    this.rows++;
    return true;
  }

  private grow(): void {
    const { hashes, taken } = this;
    this.hashes = new Uint32Array(2 * hashes.length);
    this.taken = new Uint8Array(2 * taken.length);
    this.rows = 0;
    for (let slot = 0; slot < taken.length; slot++) {
      if (taken[slot] === 0) continue;
      const at = wordsOfHash * slot;
      this.add(hashes[at] ?? 0, hashes[at + 1] ?? 0, hashes[at + 2] ?? 0);
    }
  }
}
