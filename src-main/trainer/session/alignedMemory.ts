/** Bytes that TensorFlow's vectors are aligned to. */
const alignment = 64;
/** What JavaScript gets of the system in one piece begins so many bytes behind a border of them. */
const beforeArray = 16;

/**
 * Memory that, where it is large, begins as TensorFlow takes it up as it is; of what begins elsewhere it makes a copy that
 * it never lets go.
 */
export function alignedMemory(bytes: number): Uint8Array<ArrayBuffer> {
  const offset = alignment - beforeArray;
  return new Uint8Array(new ArrayBuffer(offset + bytes), offset, bytes);
}

/** The same for numbers. */
export function alignedFloats(length: number): Float32Array<ArrayBuffer> {
  return floatsOf(alignedMemory(4 * length));
}

/** The numbers that these bytes are. */
export function floatsOf({
  buffer,
  byteOffset,
  byteLength,
}: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  return new Float32Array(buffer, byteOffset, byteLength / 4);
}
