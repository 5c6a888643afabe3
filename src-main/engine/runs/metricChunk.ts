import { AppError } from '@shared/errors';

/** Values of one series with the steps they were taken after; NaN stands for what is not a number. */
export interface Series {
  readonly steps: readonly number[] | Int32Array;
  readonly values: readonly number[] | Float64Array;
}

/** A run of values as a row of `metric_chunks` keeps it; numbers little-endian, as on every platform we run on. */
export interface EncodedChunk {
  readonly first_step: number;
  readonly last_step: number;
  readonly count: number;
  readonly steps: Uint8Array | null;
  readonly bytes_per_value: 4 | 8;
  readonly values: Uint8Array;
}

/**
 * Packs a series into bytes. Nothing is lost: values that float32 does not hold exactly are kept as float64, and
 * steps are left out only where they follow from the first, the last and the count.
 * @param series not empty, steps ascending
 */
export function encodeChunk({ steps, values }: Series): EncodedChunk {
  const singles = Float32Array.from(values);
  const isExact = singles.every((single, index) => Object.is(single, values[index]));
  return {
    first_step: steps[0] ?? 0,
    last_step: steps[steps.length - 1] ?? 0,
    count: values.length,
    steps: isEvenlySpaced(steps) ? null : bytesOf(Int32Array.from(steps)),
    bytes_per_value: isExact ? 4 : 8,
    values: bytesOf(isExact ? singles : Float64Array.from(values)),
  };
}

export type StoredChunk = Omit<EncodedChunk, 'bytes_per_value'> & { readonly bytes_per_value: number };

/** @throws AppError `workspaceDamaged` where it does not hold the values that it counts */
export function decodeChunk(chunk: StoredChunk): { steps: Int32Array; values: Float64Array } {
  requireFits(chunk);
  const bytes = alignedBytes(chunk.values);
  const values = chunk.bytes_per_value === 4 ? new Float32Array(bytes) : new Float64Array(bytes);
  return { steps: decodeSteps(chunk), values: Float64Array.from(values) };
}

function requireFits({
  first_step: first,
  last_step: last,
  count,
  steps,
  bytes_per_value: size,
  values,
}: StoredChunk) {
  const isSized = (size === 4 || size === 8) && values.byteLength === count * size;
  const stride = count > 1 ? (last - first) / (count - 1) : 1;
  const areStepsRight =
    steps === null
      ? Number.isInteger(stride) && stride > 0
      : steps.byteLength === count * 4 && isAscending(new Int32Array(alignedBytes(steps)), first, last);
  if (!isSized || !areStepsRight || count === 0) throw damagedChunk({ first_step: first, last_step: last });
}

export function damagedChunk({
  first_step: first,
  last_step: last,
}: Pick<StoredChunk, 'first_step' | 'last_step'>): AppError {
  return new AppError('workspaceDamaged', 'A part of a curve of this run is damaged.', {
    where: `steps ${first} to ${last}`,
    remedy:
      '"layerlab workspace check" tells what is damaged, "layerlab workspace restore" brings back a backup.',
  });
}

function isAscending(steps: Int32Array, first: number, last: number): boolean {
  const isNext = (step: number, index: number) => index === 0 || step > (steps[index - 1] ?? step);
  return steps[0] === first && steps.at(-1) === last && steps.every(isNext);
}

function isEvenlySpaced(steps: Series['steps']): boolean {
  const stride = (steps[1] ?? 0) - (steps[0] ?? 0);
  for (let index = 1; index < steps.length; index++) {
    if ((steps[index] ?? 0) - (steps[index - 1] ?? 0) !== stride) return false;
  }
  return true;
}

function decodeSteps({ first_step: first, last_step: last, count, steps }: StoredChunk): Int32Array {
  if (steps !== null) return new Int32Array(alignedBytes(steps));
  const stride = count > 1 ? (last - first) / (count - 1) : 0;
  const decoded = new Int32Array(count);
  for (let index = 0; index < count; index++) decoded[index] = first + index * stride;
  return decoded;
}

function bytesOf(numbers: Int32Array | Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** A copy, since numbers may begin only at a multiple of their size and a blob begins anywhere. */
function alignedBytes(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
