import { floatsOf } from './float16';
import { elementType, type ModelMessage, type NodeMessage, type TensorMessage } from '../proto';

/** The smallest and the largest number that a value of the graph took. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * Largest whole number of a weight. Processors without VNNI add two products of 8 bits in 16: 2 · 255 · 64 still fits, 127
 * would not.
 */
const largestWeight = 64;

/** The axis of a weight along which each output has its own scale. */
const channelAxis: Readonly<Record<string, number>> = { MatMul: 1, Conv: 0 };

const quantizedNodes = ({ graph }: ModelMessage) => {
  const weights = new Set(graph.initializer.map(({ name }) => name));
  return graph.node.filter(
    ({ opType, input }) =>
      opType in channelAxis && weights.has(input[1] ?? '') && !weights.has(input[0] ?? ''),
  );
};

/** The values of the graph whose ranges have to be known: what weights are multiplied with. */
export function valuesToCalibrate(model: ModelMessage): string[] {
  return [...new Set(quantizedNodes(model).map(({ input }) => input[0] ?? ''))];
}

/**
 * The same model with weights and what they are multiplied with in 8 bits, between nodes that quantize and dequantize:
 * the form in which ONNX says it, and from which runtimes make products of whole numbers.
 * @param ranges of {@link valuesToCalibrate}, as training examples gave them
 */
export function quantized(model: ModelMessage, ranges: Readonly<Record<string, Range>>): ModelMessage {
  const { graph } = model;
  const chosen = new Set(quantizedNodes(model));
  const tensors = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  const added = new Map<string, Quantized>();
  const done = new Set<string>();
  const node: NodeMessage[] = [];
  for (const each of graph.node) {
    if (!chosen.has(each)) {
      node.push(each);
      continue;
    }
    const [value = '', weight = '', ...rest] = each.input;
    const tensor = tensors.get(weight);
    if (tensor === undefined) throw new Error(`there is no weight ${weight}`);
    const parts = [
      added.get(value) ?? quantizedValue(value, ranges[value] ?? { low: 0, high: 1 }),
      added.get(weight) ?? quantizedWeight(tensor, channelAxis[each.opType] ?? 0),
    ];
    [value, weight].forEach((name, at) => {
      const part = parts[at];
      if (part === undefined || done.has(name)) return;
      done.add(name);
      added.set(name, part);
      node.push(...part.nodes);
    });
    node.push({ ...each, input: [dequantized(value), dequantized(weight), ...rest] });
  }
  const used = new Set(node.flatMap(({ input }) => input));
  const initializer = [...graph.initializer, ...[...added.values()].flatMap((part) => part.tensors)];
  return {
    ...model,
    graph: { ...graph, node, initializer: initializer.filter(({ name }) => used.has(name)) },
  };
}

interface Quantized {
  readonly nodes: readonly NodeMessage[];
  readonly tensors: readonly TensorMessage[];
}

const dequantized = (name: string) => `${name}:dequantized`;

function tensorOf(
  name: string,
  dims: readonly number[],
  values: Float32Array | Int8Array | Uint8Array,
): TensorMessage {
  const dataType =
    values instanceof Float32Array
      ? elementType.float32
      : values instanceof Int8Array
        ? elementType.int8
        : elementType.uint8;
  return { name, dims, dataType, rawData: new Uint8Array(values.buffer) };
}

/** 8 bits without a sign, one scale for all, so that zero is exact. */
function quantizedValue(name: string, range: Range): Quantized {
  const [low, high] = [Math.min(0, range.low), Math.max(0, range.high)];
  const scale = high > low ? (high - low) / 255 : 1;
  const zero = Math.max(0, Math.min(255, Math.round(-low / scale)));
  const names = [`${name}:scale`, `${name}:zero`];
  return {
    nodes: [
      {
        name: `${name}:quantize`,
        opType: 'QuantizeLinear',
        input: [name, ...names],
        output: [`${name}:uint8`],
        attribute: [],
      },
      {
        name: `${name}:dequantize`,
        opType: 'DequantizeLinear',
        input: [`${name}:uint8`, ...names],
        output: [dequantized(name)],
        attribute: [],
      },
    ],
    tensors: [
      tensorOf(names[0] ?? '', [], Float32Array.of(scale)),
      tensorOf(names[1] ?? '', [], Uint8Array.of(zero)),
    ],
  };
}

/** Whole numbers around zero, a scale for each output. */
function quantizedWeight(tensor: TensorMessage, axis: number): Quantized {
  const { name, dims } = tensor;
  const values = floatsOf(tensor);
  const channels = dims[axis] ?? 1;
  const inner = dims.slice(axis + 1).reduce((product, size) => product * size, 1);
  const channelOf = (at: number) => Math.floor(at / inner) % channels;
  const scales = new Float32Array(channels);
  values.forEach((value, at) => {
    const channel = channelOf(at);
    scales[channel] = Math.max(scales[channel] ?? 0, Math.abs(value) / largestWeight);
  });
  const safe = scales.map((scale) => (scale > 0 ? scale : 1));
  const whole = Int8Array.from(values, (value, at) => Math.round(value / (safe[channelOf(at)] ?? 1)));
  const names = [`${name}:int8`, `${name}:scale`, `${name}:zero`];
  return {
    nodes: [
      {
        name: `${name}:dequantize`,
        opType: 'DequantizeLinear',
        input: names,
        output: [dequantized(name)],
        attribute: [{ name: 'axis', type: 2, i: axis }],
      },
    ],
    tensors: [
      tensorOf(names[0] ?? '', dims, whole),
      tensorOf(names[1] ?? '', [channels], safe),
      tensorOf(names[2] ?? '', [channels], new Int8Array(channels)),
    ],
  };
}
