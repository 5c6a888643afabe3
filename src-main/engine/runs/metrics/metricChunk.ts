import { AppError } from '@shared/errors';

/** Values of one series with the steps they were taken after; NaN stands for what is not a number. */
export interface Series {
  readonly steps: readonly number[] | Int32Array | Float64Array;
  readonly values: readonly number[] | Float64Array;
  /** Seconds since 1970 at which each was written; absent where that is not known. */
  readonly times?: readonly number[] | Float64Array | null;
}

/** A series as it is read: whole steps, beyond 32 bits where another program counted so far. */
export interface ReadSeries {
  readonly steps: Int32Array | Float64Array;
  readonly values: Float64Array;
  readonly times: Float64Array | null;
}

/** A run of values as a row of `metric_chunks` keeps it; numbers little-endian, as on every platform we run on. */
export interface EncodedChunk {
  readonly first_step: number;
  readonly last_step: number;
  readonly count: number;
  readonly steps: Uint8Array | null;
  readonly bytes_per_value: 4 | 8;
  readonly values: Uint8Array;
  readonly times: Uint8Array | null;
}

/**
 * Packs a series into bytes. Nothing is lost: values that float32 does not hold exactly are kept as float64, and
 * steps are left out only where they follow from the first, the last and the count.
 * @param series not empty, steps ascending
 */
export function encodeChunk({ steps, values, times }: Series): EncodedChunk {
  const singles = new Float32Array(values);
  const isExact = areSame(singles, values);
  return {
    first_step: steps[0] ?? 0,
    last_step: steps[steps.length - 1] ?? 0,
    count: values.length,
    steps: isEvenlySpaced(steps) ? null : bytesOf(narrowed(steps)),
    bytes_per_value: isExact ? 4 : 8,
    values: bytesOf(isExact ? singles : new Float64Array(values)),
    times: times ? bytesOf(new Float64Array(times)) : null,
  };
}

function areSame(some: ArrayLike<number>, others: ArrayLike<number>): boolean {
  for (let index = 0; index < some.length; index++) if (!Object.is(some[index], others[index])) return false;
  return true;
}

export type StoredChunk = Omit<EncodedChunk, 'bytes_per_value'> & { readonly bytes_per_value: number };

/** @throws AppError `workspaceDamaged` where it does not hold the values that it counts */
export function decodeChunk(chunk: StoredChunk): ReadSeries {
  requireFits(chunk);
  const bytes = alignedBytes(chunk.values);
  const values = chunk.bytes_per_value === 4 ? new Float32Array(bytes) : new Float64Array(bytes);
  return {
    steps: decodeSteps(chunk),
    values: new Float64Array(values),
    times: chunk.times === null ? null : new Float64Array(alignedBytes(chunk.times)),
  };
}

function requireFits(chunk: StoredChunk): void {
  const { first_step: first, last_step: last, count, bytes_per_value: size, values, times } = chunk;
  const isSized =
    (size === 4 || size === 8) &&
    values.byteLength === count * size &&
    (times === null || times.byteLength === count * 8);
  if (!isSized || count === 0 || !areStepsRight(chunk))
    throw damagedChunk({ first_step: first, last_step: last });
}

function areStepsRight({ first_step: first, last_step: last, count, steps }: StoredChunk): boolean {
  if (steps === null) {
    const stride = strideOf(first, last, count);
    const isNext = count === 1 || (Number.isInteger(stride) && stride > 0);
    return isNext && Number.isInteger(first) && first + (count - 1) * stride === last;
  }
  if (steps.byteLength !== count * 4 && steps.byteLength !== count * 8) return false;
  const decoded = decodeSteps({ first_step: first, last_step: last, count, steps });
  const isNext = (step: number, index: number) =>
    Number.isInteger(step) && (index === 0 || step > (decoded[index - 1] ?? step));
  return decoded[0] === first && decoded.at(-1) === last && decoded.every(isNext);
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

function isEvenlySpaced(steps: Series['steps']): boolean {
  const stride = (steps[1] ?? 0) - (steps[0] ?? 0);
  for (let index = 1; index < steps.length; index++) {
    if ((steps[index] ?? 0) - (steps[index - 1] ?? 0) !== stride) return false;
  }
  return true;
}

const fitsInt32 = (step: number) => step >= -0x80000000 && step <= 0x7fffffff;

/** Steps in 4 bytes each where all of them fit, otherwise in 8, as doubles. */
function narrowed(steps: Series['steps']): Int32Array | Float64Array {
  const areNarrow = steps instanceof Int32Array || steps.every(fitsInt32);
  return areNarrow ? new Int32Array(steps) : new Float64Array(steps);
}

function decodeSteps({
  first_step: first,
  last_step: last,
  count,
  steps,
}: Pick<StoredChunk, 'first_step' | 'last_step' | 'count' | 'steps'>): ReadSeries['steps'] {
  if (steps !== null) {
    const bytes = alignedBytes(steps);
    return steps.byteLength === count * 8 ? new Float64Array(bytes) : new Int32Array(bytes);
  }
  const stride = strideOf(first, last, count);
  const decoded = fitsInt32(first) && fitsInt32(last) ? new Int32Array(count) : new Float64Array(count);
  for (let index = 0; index < count; index++) decoded[index] = first + index * stride;
  return decoded;
}

const strideOf = (first: number, last: number, count: number) =>
  count > 1 ? (last - first) / (count - 1) : 0;

function bytesOf(numbers: Int32Array | Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** A copy, since numbers may begin only at a multiple of their size and a blob begins anywhere. */
function alignedBytes(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
