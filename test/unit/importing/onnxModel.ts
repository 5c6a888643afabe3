import type { AttributeValue, OnnxModel, OnnxNode, OnnxTensor } from '@shared/importing';

export const tensor = (name: string, dims: readonly number[], values?: readonly number[]): OnnxTensor => {
  const count = dims.reduce((product, size) => product * size, 1);
  return { name, dims, values: Float32Array.from({ length: count }, (_, at) => values?.[at] ?? at / 8) };
};
export const integers = (name: string, ...values: number[]): OnnxTensor => ({
  name,
  dims: [values.length],
  values,
});

export const node = (
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, AttributeValue>> = {},
): OnnxNode => ({
  ...{ name: `the_${operator}`, operator, domain: '', inputs, outputs: [output] },
  attributes: new Map(Object.entries(attributes)),
});

export function model(
  nodes: readonly OnnxNode[],
  tensors: readonly OnnxTensor[] = [],
  shape: readonly (number | string)[] = ['n', 4],
  more: Partial<OnnxModel> = {},
): OnnxModel {
  return {
    ...{ name: 'graph', opset: 17, nodes, outputs: ['y'], remarks: [] },
    initializers: new Map(tensors.map((each) => [each.name, each])),
    inputs: [{ name: 'x', shape, type: 'float32' }],
    ...more,
  };
}
