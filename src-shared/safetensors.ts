import { z } from 'zod';

/** What the header says of a tensor: its kind of numbers, and where its bytes stand behind the header. */
const headerEntrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
export type SafetensorsEntry = z.infer<typeof headerEntrySchema>;

/** The header of any program's file, as it is read. */
export const safetensorsHeaderSchema = z
  .object({ __metadata__: z.record(z.string(), z.string()).optional() })
  .catchall(headerEntrySchema);

/** A tensor of float32 values, row-major, by its name. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export function tensorBytes({ values }: Pick<NamedTensor, 'values'>): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** JSON in ASCII alone, so that a character is a byte. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * What a safetensors file begins with: u64 length of the header, the header as JSON (dtype, shape and byte offsets by
 * name, and `__metadata__` of strings). The tensors' bytes follow in their order.
 * https://github.com/huggingface/safetensors
 */
export function safetensorsHeader(
  tensors: readonly NamedTensor[],
  metadata?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = metadata === undefined ? {} : { __metadata__: metadata };
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const json = asciiJson(header);
  // The format wants the tensors to begin at a multiple of eight; spaces may fill up.
  const length = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + length).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  for (let index = 0; index < json.length; index++) bytes[8 + index] = json.charCodeAt(index);
  return bytes;
}

/** A whole safetensors file, such as the generated code loads. */
export function encodeSafetensors(
  tensors: readonly NamedTensor[],
  metadata?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const header = safetensorsHeader(tensors, metadata);
  const size = tensors.reduce((sum, { values }) => sum + values.byteLength, header.byteLength);
  const bytes = new Uint8Array(size);
  bytes.set(header);
  let offset = header.byteLength;
  for (const tensor of tensors) {
    bytes.set(tensorBytes(tensor), offset);
    offset += tensor.values.byteLength;
  }
  return bytes;
}
