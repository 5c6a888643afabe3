import { crc32 } from 'node:zlib';
import { AppError } from '@shared/errors';
import { sizeOf } from '@shared/ops/shape';
import { safetensorsHeaderSchema, type SafetensorsEntry } from '@shared/safetensors';
import type { StoredWeight } from '@shared/importing';
import { contentKey, isHeaderWhole } from '../../../trainer/checkpoints/safetensors';
import { convertedRemark, floatsIn, type FloatKind } from '../floats';

/** What a safetensors file of any program holds. */
export interface TensorsOfFile {
  /** In the order in which their values stand in the file. */
  readonly tensors: readonly StoredWeight[];
  readonly metadata: Readonly<Record<string, string>>;
  /** What was not read as it stands, in words. */
  readonly remarks: readonly string[];
}

interface Entry extends SafetensorsEntry {
  readonly name: string;
}

const kinds: Readonly<Record<string, { readonly kind: FloatKind; readonly bytes: number }>> = {
  F64: { kind: 'float64', bytes: 8 },
  F32: { kind: 'float32', bytes: 4 },
  F16: { kind: 'float16', bytes: 2 },
  BF16: { kind: 'bfloat16', bytes: 2 },
};

/** The format's own limit. */
const mostHeaderBytes = 100_000_000;

/** PyTorch's batch normalization counts batches, and only some of its momenta ask for the number. */
const isCounter = ({ name, dtype }: Entry) => dtype === 'I64' && /(^|\.)num_batches_tracked$/.test(name);

/** Whether bytes begin as a safetensors file does: the length of a header, and the header's brace. */
export function isSafetensors(bytes: Uint8Array): boolean {
  const length = headerLength(bytes);
  return length !== null && bytes[8] === 0x7b && length <= mostHeaderBytes;
}

function headerLength(bytes: Uint8Array): number | null {
  if (bytes.byteLength < 9) return null;
  return Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
}

/**
 * Reads a whole file of tensors, as float32.
 * @throws AppError `badNetwork` where the header is no such one, tensors overlap or leave bytes between them, or hold other
 * numbers than floating-point ones
 */
export function readTensors(bytes: Uint8Array): TensorsOfFile {
  const start = 8 + (headerLength(bytes) ?? 0);
  if (start > bytes.byteLength) throw damaged('The header is longer than the file');
  const { entries, metadata } = headerIn(bytes.subarray(8, start));
  const values = bytes.subarray(start);
  requireSeamless(entries, values.byteLength);
  const sum = metadata[contentKey];
  if (sum !== undefined && sum !== String(crc32(values))) {
    throw damaged('The values are not those that were written: their checksum is another');
  }
  const kept = entries.filter((entry) => !isCounter(entry));
  return {
    tensors: kept.map((entry) => tensorOf(entry, values)),
    metadata,
    remarks: convertedRemark(
      kept.filter(({ dtype }) => dtype !== 'F32').map(({ dtype }) => kinds[dtype]?.kind ?? dtype),
    ),
  };
}

function headerIn(bytes: Uint8Array): {
  entries: Entry[];
  metadata: Readonly<Record<string, string>>;
} {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw damaged('The header is not JSON', '', cause);
  }
  const parsed = safetensorsHeaderSchema.safeParse(json);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw damaged(`The header says of "${where}" what cannot be`, where);
  }
  const { __metadata__: metadata = {}, ...rest } = parsed.data;
  const entries = Object.entries(rest as Record<string, SafetensorsEntry>);
  if (
    !isHeaderWhole(
      metadata,
      entries.map(([name, { shape }]) => ({ name, shape })),
    )
  ) {
    throw damaged('The names of the tensors are not those that were written: their checksum is another');
  }
  return {
    metadata,
    entries: entries
      .map(([name, entry]) => ({ name, ...entry }))
      .sort((a, b) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1]),
  };
}

/** Each tensor begins where the one before ends, as the format demands: bytes of none could be anything. */
function requireSeamless(entries: readonly Entry[], all: number): void {
  let end = 0;
  for (const { name, data_offsets: offsets } of entries) {
    const [from, to] = offsets;
    if (to > all) throw damaged(`The tensor "${name}" ends at byte ${to}, and there are ${all}`, name);
    if (from < end) throw damaged(`The tensor "${name}" begins inside the one before it`, name);
    if (from > end) throw damaged(`${from - end} bytes before the tensor "${name}" belong to none`, name);
    if (to < from) throw damaged(`The tensor "${name}" ends before it begins`, name);
    end = to;
  }
  if (end < all) throw damaged(`The last ${all - end} bytes belong to no tensor`);
}

function tensorOf({ name, dtype, shape, data_offsets: [from, to] }: Entry, values: Uint8Array): StoredWeight {
  const numbers = kinds[dtype];
  if (numbers === undefined) throw otherKind(name, dtype);
  if (to - from !== sizeOf(shape) * numbers.bytes) {
    throw damaged(
      `The tensor "${name}" has ${to - from} bytes, and its shape ${shape.join('×')} of ${dtype} has ${sizeOf(shape) * numbers.bytes}`,
      name,
    );
  }
  return { name, shape, values: floatsIn(values.subarray(from, to), numbers.kind, name) };
}

function otherKind(name: string, dtype: string): AppError {
  return new AppError(
    'badNetwork',
    `The tensor "${name}" holds ${dtype}, and no floating-point numbers of 16 to 64 bits`,
    {
      where: name,
      remedy: 'Write the weights as float32: quantized ones and tables of whole numbers are not read.',
    },
  );
}

function damaged(message: string, where = '', cause?: unknown): AppError {
  return new AppError('badNetwork', message, {
    where,
    remedy: 'Copy the file again, whole, or write it again.',
    cause,
  });
}
