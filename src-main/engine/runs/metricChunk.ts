/** Values of one series with the steps they were taken after; NaN stands for what is not a number. */
export interface Series {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** A run of values as a row of `metric_chunks` keeps it. */
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
export function encodeChunk(series: Series): EncodedChunk {
  const { steps, values } = series;
  const bytesPerValue = values.every((value) => Object.is(Math.fround(value), value)) ? 4 : 8;
  const bytes = new DataView(new ArrayBuffer(values.length * bytesPerValue));
  values.forEach((value, index) => {
    if (bytesPerValue === 4) bytes.setFloat32(index * 4, value, true);
    else bytes.setFloat64(index * 8, value, true);
  });
  return {
    first_step: steps[0] ?? 0,
    last_step: steps[steps.length - 1] ?? 0,
    count: values.length,
    steps: evenlySpaced(steps) ? null : encodeSteps(steps),
    bytes_per_value: bytesPerValue,
    values: new Uint8Array(bytes.buffer),
  };
}

export function decodeChunk(
  chunk: Omit<EncodedChunk, 'bytes_per_value'> & { bytes_per_value: number },
): Series {
  const view = new DataView(chunk.values.buffer, chunk.values.byteOffset, chunk.values.byteLength);
  const values = Array.from({ length: chunk.count }, (_, index) =>
    chunk.bytes_per_value === 4 ? view.getFloat32(index * 4, true) : view.getFloat64(index * 8, true),
  );
  return { steps: decodeSteps(chunk), values };
}

function evenlySpaced(steps: readonly number[]): boolean {
  const stride = (steps[1] ?? 0) - (steps[0] ?? 0);
  return steps.every((step, index) => index === 0 || step - (steps[index - 1] ?? 0) === stride);
}

function encodeSteps(steps: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(steps.length * 4));
  steps.forEach((step, index) => view.setInt32(index * 4, step, true));
  return new Uint8Array(view.buffer);
}

function decodeSteps(chunk: Pick<EncodedChunk, 'first_step' | 'last_step' | 'count' | 'steps'>): number[] {
  const { first_step: first, last_step: last, count, steps } = chunk;
  if (steps === null) {
    const stride = count > 1 ? (last - first) / (count - 1) : 0;
    return Array.from({ length: count }, (_, index) => first + index * stride);
  }
  const view = new DataView(steps.buffer, steps.byteOffset, steps.byteLength);
  return Array.from({ length: count }, (_, index) => view.getInt32(index * 4, true));
}
