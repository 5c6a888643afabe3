import { experimentSchema } from '@shared/experiment/experiment';
import { transposed } from '@shared/ops/transposed';
import { sizeOf } from '@shared/ops/shape';
import type { ModelMessage, NodeMessage, TensorMessage } from '../../../src-main/engine/exporting/onnx/proto';

const experimentOf = (layers: object[], edges: [string, string][]) =>
  experimentSchema.parse({
    version: 1,
    network: { layers: [{ id: 'input', kind: 'input' }, ...layers], edges },
    dataset: { kind: 'moons' },
    training: {},
  });

const chain = (layers: { id: string; kind: string; [parameter: string]: unknown }[]) =>
  experimentOf(
    layers,
    layers.map(({ id }, index) => [layers[index - 1]?.id ?? 'input', id]),
  );

/** An image network with everything that errors are planted in. */
export const imageNetwork = {
  inputShape: [9, 8, 2],
  experiment: chain([
    { id: 'first', kind: 'conv2d', filters: 4, kernelSize: 3, strides: 2, padding: 'same' },
    { id: 'normal', kind: 'batchNormalization' },
    { id: 'relu', kind: 'leakyRelu' },
    { id: 'pool', kind: 'averagePool2d', poolSize: 2, strides: 1, padding: 'same' },
    { id: 'grouped', kind: 'conv2d', filters: 4, kernelSize: 3, groups: 2 },
    { id: 'flat', kind: 'flatten' },
    { id: 'left', kind: 'dense', units: 6 },
    { id: 'tanh', kind: 'tanh' },
    { id: 'right', kind: 'dense', units: 6 },
    { id: 'even', kind: 'layerNormalization' },
    { id: 'scores', kind: 'dense', units: 6 },
    { id: 'probabilities', kind: 'softmax' },
  ]),
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function nodeAt(model: ModelMessage, type: string, place = 0): Mutable<NodeMessage> {
  const node = model.graph.node.filter(({ opType }) => opType === type)[place];
  if (node === undefined) throw new Error(`no ${type} ${place}`);
  return node;
}

function tensorNamed(model: ModelMessage, name: string): Mutable<TensorMessage> {
  const found = model.graph.initializer.find((tensor) => tensor.name === name);
  if (found === undefined) throw new Error(`no tensor ${name}`);
  return found;
}

const valuesOf = ({ rawData }: TensorMessage) => new Float32Array(rawData.slice().buffer);
const bytesOf = (values: Float32Array) => new Uint8Array(values.buffer);

function setAttribute(node: Mutable<NodeMessage>, name: string, value: object): void {
  node.attribute = node.attribute.map((each) => (each.name === name ? { ...each, ...value } : each));
}

function turnPads(node: Mutable<NodeMessage>): void {
  const pads = node.attribute.find(({ name }) => name === 'pads');
  if (pads?.type !== 7) throw new Error('no pads');
  setAttribute(node, 'pads', { ints: [...pads.ints.slice(2), ...pads.ints.slice(0, 2)] });
}

function swapTensors(model: ModelMessage, one: string, other: string): void {
  const [a, b] = [tensorNamed(model, one), tensorNamed(model, other)];
  [a.rawData, b.rawData] = [b.rawData, a.rawData];
}

/** Some constant of a value becomes another: an epsilon. The constant's place among those of this value. */
function setConstant(model: ModelMessage, from: number, to: number, place: number): void {
  const constants = model.graph.initializer.filter(
    (tensor) =>
      tensor.rawData.length === 4 && Math.abs((valuesOf(tensor)[0] ?? NaN) - from) < 1e-9 + from * 1e-6,
  );
  const found = constants[place] as Mutable<TensorMessage> | undefined;
  if (found === undefined) throw new Error(`no constant ${from}`);
  found.rawData = bytesOf(Float32Array.of(to));
}

/** Each error of a kind that exporters have made, and the layer that it is in. */
export const plantedErrors: readonly {
  readonly name: string;
  readonly layer: string;
  readonly plant: (model: ModelMessage) => void;
}[] = [
  {
    name: 'channels before rows where the image is laid out in a row',
    layer: 'flat',
    plant(model) {
      const node = nodeAt(model, 'Reshape');
      const nodes = model.graph.node as NodeMessage[];
      nodes.splice(nodes.indexOf(node), 0, {
        name: 'turned',
        opType: 'Transpose',
        input: [node.input[0] ?? ''],
        output: ['turned'],
        attribute: [{ name: 'perm', type: 7, ints: [0, 3, 1, 2] }],
      });
      node.input = ['turned', ...node.input.slice(1)];
    },
  },
  {
    name: 'another epsilon in the batch normalization',
    layer: 'normal',
    plant: (model) => setConstant(model, 1e-3, 1e-5, 0),
  },
  {
    name: 'another epsilon in the layer normalization',
    layer: 'even',
    plant: (model) => setConstant(model, 1e-3, 1e-5, 1),
  },
  {
    name: 'the odd pixel of padding before and not behind',
    layer: 'first',
    plant: (model) => turnPads(nodeAt(model, 'Conv')),
  },
  {
    name: 'the odd pixel of a pool’s padding before and not behind',
    layer: 'pool',
    plant: (model) => turnPads(nodeAt(model, 'AveragePool')),
  },
  {
    name: 'the biases of two layers swapped',
    layer: 'left',
    plant: (model) => swapTensors(model, 'left/bias', 'scores/bias'),
  },
  {
    name: 'a square kernel transposed',
    layer: 'right',
    plant(model) {
      const tensor = tensorNamed(model, 'right/kernel');
      tensor.rawData = bytesOf(transposed(valuesOf(tensor), tensor.dims, [1, 0]));
    },
  },
  {
    name: 'the softmax along the batch',
    layer: 'probabilities',
    plant: (model) => setAttribute(nodeAt(model, 'Softmax'), 'axis', { i: 0 }),
  },
  {
    name: 'the groups of a convolution in the wrong order',
    layer: 'grouped',
    plant(model) {
      const kernel = tensorNamed(model, nodeAt(model, 'Conv', 1).input[1] ?? '');
      const values = valuesOf(kernel);
      const half = sizeOf(kernel.dims) / 2;
      kernel.rawData = bytesOf(Float32Array.of(...values.subarray(half), ...values.subarray(0, half)));
    },
  },
  {
    name: 'the scale and the shift of a normalization swapped',
    layer: 'normal',
    plant: (model) => swapTensors(model, 'normal/gamma', 'normal/beta'),
  },
];
