import { AppError } from '@shared/errors';
import { elementType, type ModelMessage, type NodeMessage, type TensorMessage } from '../proto';

/** Smaller tensors are left alone: their bytes do not count, and constants such as an epsilon keep their digits. */
const fewestValues = 16;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The bits of the half-precision number nearest to a value, to even where two are equally near (IEEE 754). */
export function float16Bits(value: number): number {
  float[0] = value;
  const [word = 0] = bits;
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude >= 0x47800000) return sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
  if (magnitude < 0x38800000) {
    // Below the smallest normal number the step is 2⁻²⁴.
    const steps = Math.abs(value) * 2 ** 24;
    const whole = Math.floor(steps);
    const rest = steps - whole;
    return sign | (whole + Number(rest > 0.5 || (rest === 0.5 && whole % 2 === 1)));
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

export const floatsOf = ({ rawData }: TensorMessage): Float32Array =>
  new Float32Array(new Uint8Array(rawData).buffer);

/**
 * The same model with its weights in half precision, which halves its size; they are widened when the file is loaded and
 * everything is computed in single precision.
 * @throws AppError `exportFailed` where a weight is larger than half precision holds
 */
export function withFloat16Weights(model: ModelMessage): ModelMessage {
  const casts: NodeMessage[] = [];
  const initializer = model.graph.initializer.map((tensor): TensorMessage => {
    const isSmall = tensor.rawData.byteLength < 4 * fewestValues;
    if (tensor.dataType !== elementType.float32 || isSmall) return tensor;
    const name = `${tensor.name}:float16`;
    casts.push({
      name: `${tensor.name}:float32`,
      opType: 'Cast',
      input: [name],
      output: [tensor.name],
      attribute: [{ name: 'to', type: 2, i: elementType.float32 }],
    });
    const halves = Uint16Array.from(floatsOf(tensor), (value) => {
      const half = float16Bits(value);
      if ((half & 0x7c00) === 0x7c00) throw tooLarge(tensor.name);
      return half;
    });
    return { ...tensor, name, dataType: elementType.float16, rawData: new Uint8Array(halves.buffer) };
  });
  const { graph } = model;
  return { ...model, graph: { ...graph, initializer, node: [...casts, ...graph.node] } };
}

function tooLarge(weight: string): AppError {
  return new AppError('exportFailed', 'A weight is larger than half precision holds, which is 65,504.', {
    where: weight,
    remedy: 'Export in float32; or train with a smaller learning rate or weight decay.',
  });
}
