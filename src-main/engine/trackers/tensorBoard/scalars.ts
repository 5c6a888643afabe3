import type { TensorMessage, ValueMessage } from './proto';

/** TensorFlow's numbers for types of elements (tensorflow/core/framework/types.proto). */
const readers: Readonly<Record<number, (tensor: TensorMessage, content: DataView | null) => number | null>> =
  {
    1: ({ floats }, content) => content?.getFloat32(0, true) ?? floats[0] ?? null,
    2: ({ doubles }, content) => content?.getFloat64(0, true) ?? doubles[0] ?? null,
    3: ({ ints }, content) => content?.getInt32(0, true) ?? ints[0] ?? null,
    4: ({ ints }, content) => content?.getUint8(0) ?? ints[0] ?? null,
    5: ({ ints }, content) => content?.getInt16(0, true) ?? ints[0] ?? null,
    6: ({ ints }, content) => content?.getInt8(0) ?? ints[0] ?? null,
    9: ({ longs }, content) => Number(content?.getBigInt64(0, true) ?? longs[0] ?? 0),
    14: ({ halves }, content) => brainFloat(content?.getUint16(0, true) ?? halves[0]),
    17: ({ ints }, content) => content?.getUint16(0, true) ?? ints[0] ?? null,
    19: ({ halves }, content) => halfFloat(content?.getUint16(0, true) ?? halves[0]),
    22: ({ unsignedInts }, content) => content?.getUint32(0, true) ?? unsignedInts[0] ?? null,
    23: ({ unsignedLongs }, content) => Number(content?.getBigUint64(0, true) ?? unsignedLongs[0] ?? 0),
  };

/** What a value of a summary is to us. */
export type ScalarReading =
  | { readonly kind: 'scalar'; readonly value: number }
  /** What it is instead: `image`, `histogram`, the name of a plugin. */
  | { readonly kind: 'other'; readonly what: string };

/**
 * A scalar as TensorFlow 1 and tensorboardX write it, or as a tensor without axes, as TensorFlow 2 does.
 * @param plugin the tag's, by this value or an earlier one: it stands in the first alone
 */
export function scalarOf(message: ValueMessage, plugin: string | undefined): ScalarReading {
  switch (message.value) {
    case 'simpleValue':
      return { kind: 'scalar', value: message.simpleValue };
    case 'tensor':
      return plugin === 'scalars' || plugin === undefined
        ? ofTensor(message.tensor ?? null)
        : { kind: 'other', what: plugin };
    default:
      return { kind: 'other', what: message.value ?? plugin ?? 'empty' };
  }
}

function ofTensor(tensor: TensorMessage | null): ScalarReading {
  const other = { kind: 'other', what: 'tensor' } as const;
  if (tensor === null || (tensor.shape?.dim?.length ?? 0) > 0) return other;
  const { content } = tensor;
  const view = content.length === 0 ? null : new DataView(content.buffer, content.byteOffset, content.length);
  try {
    const reader = readers[tensor.dtype];
    // A tensor that names no value is full of zeros.
    return reader === undefined ? other : { kind: 'scalar', value: reader(tensor, view) ?? 0 };
  } catch (thrown) {
    // The content is shorter than its type.
    if (thrown instanceof RangeError) return other;
    throw thrown;
  }
}

/** The upper half of a float32. */
function brainFloat(bits: number | undefined): number | null {
  if (bits === undefined) return null;
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, bits);
  return view.getFloat32(0);
}

/** IEEE 754 binary16. */
function halfFloat(bits: number | undefined): number | null {
  if (bits === undefined) return null;
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
