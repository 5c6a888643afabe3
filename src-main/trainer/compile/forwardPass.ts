import { traceNetwork } from '@shared/network/trace';
import { correctClass } from '@shared/training/losses/targets';
import type { SessionRequest } from '../session';
import { augment } from './augmentation';
import type { GraphOps } from './graphOps';
import type { SessionVariables, WeightVariables } from './sessionVariables';
import type { GraphTensor } from './trace';
import { gatherRows, readVariable } from './variables';

/** The network on one batch, as recorded. */
export interface ForwardPass {
  readonly output: GraphTensor;
  /** The value of a weight as the pass read it. */
  weight(layer: string, name: string): GraphTensor;
  /** Next values of weights that are not learnt by gradient. */
  readonly nextValues: ReadonlyMap<WeightVariables, GraphTensor>;
}

/** What a batch is judged by: scalars and vectors over its examples. */
export interface Judgement {
  /** float32 [batch]. */
  readonly losses: GraphTensor;
  /** 1 where the class is right, float32 [batch]; null for regression. */
  readonly correct: GraphTensor | null;
}

/** The examples at the given indices as the network sees them. */
export function gatherInputs(
  ops: GraphOps,
  request: SessionRequest,
  variables: SessionVariables,
  indices: GraphTensor,
): GraphTensor {
  return scale(ops, gatherRows(ops, variables.inputs, indices), request.data.scaling);
}

/** (input − offset) · factor along the last axis; stored bytes become float32 here and not before. */
export function scale(
  ops: GraphOps,
  stored: GraphTensor,
  { offset, factor }: SessionRequest['data']['scaling'],
): GraphTensor {
  const values = ops.cast(stored, 'float32');
  const shifted = offset.every((value) => value === 0) ? values : ops.subtract(values, ops.constant(offset));
  return factor.every((value) => value === 1) ? shifted : ops.multiply(shifted, ops.constant(factor));
}

/** Records the network's forward pass on a batch; while training, with augmentation, dropout and batch statistics. */
export function recordForwardPass(
  ops: GraphOps,
  request: SessionRequest,
  variables: SessionVariables,
  input: GraphTensor,
  training: boolean,
): ForwardPass {
  const byName = new Map(variables.weights.map((each) => [`${each.layer}/${each.weight}`, each]));
  const find = (layer: string, name: string): WeightVariables => {
    const found = byName.get(`${layer}/${name}`);
    if (found === undefined) throw new Error(`layer ${layer} has no weight ${name}`);
    return found;
  };
  const read = new Map<WeightVariables, GraphTensor>();
  const weight = (layer: string, name: string): GraphTensor => {
    const found = find(layer, name);
    const value = read.get(found) ?? readVariable(ops, found.variable);
    read.set(found, value);
    return value;
  };
  const nextValues = new Map<WeightVariables, GraphTensor>();
  const { output } = traceNetwork(request.network, {
    ops,
    input: training ? augment(ops, input, request.training.config.augmentation) : input,
    weight,
    training,
    update: (layer, name, value) => nextValues.set(find(layer, name), value),
  });
  return { output, weight, nextValues };
}

/** Records the loss and the hits of a batch. */
export function judge(
  ops: GraphOps,
  { training, data }: SessionRequest,
  output: GraphTensor,
  target: GraphTensor,
): Judgement {
  const { definition, parameters } = training.loss;
  const inputs = { output, target, task: data.task, classes: data.classes };
  return {
    losses: definition.perExample(ops, inputs, parameters),
    correct: correctClass(ops, inputs, definition.threshold),
  };
}
