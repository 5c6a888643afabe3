import type { ImportedWeight } from './weights';

/**
 * Weights as a checkpoint that the generated code loads: u64 length of the header, the header as JSON, then the
 * values. https://github.com/huggingface/safetensors
 */
export function encodeSafetensors(weights: readonly ImportedWeight[]): Uint8Array<ArrayBuffer> {
  let end = 0;
  const header = Object.fromEntries(
    weights.map(({ name, shape, values }) => {
      const start = end;
      end += values.byteLength;
      return [name, { dtype: 'F32', shape, data_offsets: [start, end] }];
    }),
  );
  const json = JSON.stringify(header);
  // The values must begin at a multiple of eight; spaces may fill up. Names are of ASCII letters.
  const padded = json + ' '.repeat((8 - (json.length % 8)) % 8);
  const bytes = new Uint8Array(8 + padded.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded.length), true);
  for (let i = 0; i < padded.length; i++) bytes[8 + i] = padded.charCodeAt(i);
  let offset = 8 + padded.length;
  for (const { values } of weights) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    offset += values.byteLength;
  }
  return bytes;
}
