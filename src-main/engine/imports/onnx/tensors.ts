import { AppError } from '@shared/errors';
import { half, type OnnxTensor } from '@shared/importing';
import { sizeOf } from '@shared/ops/shape';
import { bfloats, copied, floatsIn } from '../floats';
import { elementType, type Int64, type ReadTensor } from '../../exporting/onnx/proto';

/** What ONNX calls its types of elements (`TensorProto.DataType`), for messages. */
const typeNames: Readonly<Record<number, string>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  8: 'text',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  12: 'uint32',
  13: 'uint64',
  14: 'complex64',
  15: 'complex128',
  16: 'bfloat16',
};

export const typeName = (type: number): string => typeNames[type] ?? `type ${type}`;

export const numberOf = (value: Int64): number => (typeof value === 'number' ? value : value.toNumber());

/** Types whose numbers are kept more exactly here, or less, than in the file. */
export const isConverted = (type: number): boolean =>
  [elementType.float16, elementType.bfloat16, elementType.float64].some((each) => each === type);

/** Shapes and axes are short; whole numbers in such masses are quantized weights or tables. */
const mostIntegers = 1_000_000;

/**
 * A tensor with its values as float32, or as whole numbers.
 * @param tensor with its values in it, where they were in another file
 * @throws AppError `badNetwork` where it is not whole, or holds something else
 */
export function tensorOf(tensor: ReadTensor): OnnxTensor {
  const dims = tensor.dims.map(numberOf);
  const values = floatsOf(tensor) ?? integersIn(tensor, sizeOf(dims));
  if (values === null) throw otherKind(tensor);
  if (values.length === sizeOf(dims)) return { name: tensor.name, dims, values };
  throw new AppError(
    'badNetwork',
    `The tensor "${tensor.name}" has ${values.length} values, and its shape ${dims.join('×')} has ${sizeOf(dims)}`,
    { where: tensor.name, remedy: 'Copy the file again, with those beside it: one is not whole.' },
  );
}

function floatsOf({
  dataType,
  rawData,
  floatData,
  int32Data,
  doubleData,
  name,
}: ReadTensor): Float32Array | null {
  const isRaw = rawData.byteLength > 0;
  switch (dataType) {
    case elementType.float32:
      return isRaw ? floatsIn(rawData, 'float32', name) : Float32Array.from(floatData);
    case elementType.float16:
      return isRaw ? floatsIn(rawData, 'float16', name) : Float32Array.from(int32Data, half);
    case elementType.bfloat16:
      return isRaw ? floatsIn(rawData, 'bfloat16', name) : bfloats(Uint16Array.from(int32Data));
    case elementType.float64:
      return isRaw ? floatsIn(rawData, 'float64', name) : Float32Array.from(doubleData);
    default:
      return null;
  }
}

function integersIn(
  { dataType, rawData, int32Data, int64Data, name }: ReadTensor,
  count: number,
): number[] | null {
  if (count > mostIntegers) {
    throw new AppError(
      'badNetwork',
      `"${name}" holds ${count} whole numbers, as quantized models and tables do`,
      {
        where: name,
        remedy: 'Write the model with weights of 32-bit floating-point numbers.',
      },
    );
  }
  const isRaw = rawData.byteLength > 0;
  switch (dataType) {
    case elementType.int64:
      return isRaw
        ? Array.from(new BigInt64Array(copied(rawData, 8, name)), Number)
        : int64Data.map(numberOf);
    case elementType.int32:
      return isRaw ? [...new Int32Array(copied(rawData, 4, name))] : [...int32Data];
    case elementType.uint8:
    case elementType.bool:
      return isRaw ? [...rawData] : [...int32Data];
    case elementType.int8:
      return isRaw ? [...new Int8Array(copied(rawData, 1, name))] : [...int32Data];
    default:
      return null;
  }
}

function otherKind({ name, dataType }: ReadTensor): AppError {
  return new AppError(
    'badNetwork',
    `The tensor "${name}" holds ${typeName(dataType)}, which cannot be read`,
    {
      where: name,
      remedy: 'Write the model with weights of 32-bit floating-point numbers.',
    },
  );
}
