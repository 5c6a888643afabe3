import type { PreparedDataset } from '@shared/data/prepared';
import { resolveTraining } from '@shared/training/resolve';
import type { TrainedNetwork } from '../encoder';
import type { OnnxGraphBuilder, OnnxValue } from './graph';
import type { OnnxOps } from './onnxOps';

/** The inputs with what stands for missing values, which are not numbers, in their place; in each step of a window the same. */
export function filled(
  graph: OnnxGraphBuilder,
  ops: OnnxOps,
  raw: OnnxValue,
  dataset: PreparedDataset,
): OnnxValue {
  const values = new Float32Array(dataset.inputShape.at(-1) ?? 1).fill(NaN);
  for (const { first, missing } of dataset.tableInputs ?? []) values.set(missing ?? [], first);
  if (values.every(Number.isNaN)) return raw;
  const isMissing = graph.node('IsNaN', [raw], { shape: raw.shape, dtype: 'bool' });
  return ops.where(isMissing, ops.constant(values), raw);
}

/** Each class's probability, in the classes' order; null where the outputs say none. */
export function probabilities(
  ops: OnnxOps,
  output: OnnxValue,
  { experiment, network, dataset }: TrainedNetwork,
): OnnxValue | null {
  if (dataset.task !== 'classification') return null;
  const last = network.layers.find(({ id }) => id === network.outputId)?.definition.kind;
  const applied = resolveTraining(experiment.training).loss.definition.traits?.appliesActivation;
  if (output.shape.length === 2 && output.shape[1] === 1) {
    if (last !== 'sigmoid' && applied !== 'sigmoid') return null;
    const share = last === 'sigmoid' ? output : ops.sigmoid(output);
    return ops.concatenate([ops.subtract(ops.constant(1), share), share], 1);
  }
  if (last === 'softmax') return output;
  return applied === 'softmax' ? ops.softmax(output) : null;
}
