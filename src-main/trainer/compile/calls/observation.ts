import { traceNetwork } from '@shared/network/trace';
import { traceFigures, type FigurePlace, type ObservedBlock } from '@shared/network/observation/figures';
import type { SessionRequest } from '../../session/session';
import { countOf } from '../step/batch';
import { differentiate } from '../ops/differentiate';
import { gatherInputs, judge, Weights, type JudgedNet } from '../step/forwardPass';
import type { GraphOps } from '../ops/graphOps';
import { deepCopy } from '../operations/elementwise';
import type { SessionVariables, WeightBlock } from '../sessionVariables';
import type { GraphNode, GraphTensor } from '../graph/trace';
import { assignVariable, gatherSharedRows, readVariable, type Variable } from '../graph/variables';

/** What a session can be asked for to see how its layers do, as tensors of its main graph. */
export interface ObservationGraph {
  /** All figures side by side, float32 [numbers]. */
  readonly figures: GraphTensor;
  readonly places: readonly FigurePlace[];
}

/** What a pass is recorded from: the net's weights, as they are and as they were noted, and the probe. */
export interface ObservedNet {
  readonly weights: Weights;
  before(block: WeightBlock): GraphTensor;
  readonly input: GraphTensor;
  readonly target: GraphTensor;
}

/**
 * The net in the session that trains it, whose weights as they were are noted in variables of their own.
 * @param indices of the probe's examples
 */
export function netInTraining(
  ops: GraphOps,
  request: SessionRequest,
  variables: SessionVariables,
  indices: GraphTensor,
): ObservedNet {
  ops.setContext({ batchSize: countOf(ops, indices) });
  return {
    weights: new Weights(ops, variables),
    before: (block) => readVariable(ops, markOf(block)),
    input: gatherInputs(ops, request, variables, indices),
    target: gatherSharedRows(ops, variables.targets, indices),
  };
}

/**
 * Records a pass of the probe through the net and back, with what is told of each layer. It only reads what training writes.
 * @param examples of the probe
 */
export function recordObservation(
  ops: GraphOps,
  request: JudgedNet,
  { weights, before, input, target }: ObservedNet,
  examples: number,
): ObservationGraph {
  const { network, data } = request;
  const { output, activations } = traceNetwork(network, {
    ops,
    input,
    weight: (layer, name) => weights.whole(layer, name),
    training: 'probe',
    update: () => undefined,
  });
  const judged = judge(ops, request, output, target);
  const loss = ops.mean(judged.losses, [0]);
  const ids = [...activations.keys()];
  const learned = weights.learned;
  const gradients = differentiate(ops, loss, [
    ...ids.flatMap((id) => activations.get(id) ?? []),
    ...learned.map((block) => weights.block(block)),
  ]);
  const byBlock = new Map(learned.map((block, place) => [block, gradients[ids.length + place] ?? null]));
  const blockOf = (block: WeightBlock): ObservedBlock<GraphTensor> => ({
    value: weights.block(block),
    gradient: byBlock.get(block) ?? null,
    before: before(block),
  });
  const answers =
    judged.answer === null ? null : ops.sum(ops.oneHot(judged.answer, Math.max(2, data.classes)), [0]);
  const { values, places } = traceFigures(
    ops,
    network,
    {
      activations,
      gradientOf: (layer) => gradients[ids.indexOf(layer)] ?? null,
      blocksOf: (layer, weight) => weights.blocksOf(layer, weight).map(blockOf),
      weight: (layer, name) => weights.whole(layer, name),
      losses: judged.losses,
      answers,
    },
    { examples, classes: Math.max(2, data.classes) },
  );
  return { figures: values, places };
}

/** Nodes that note the learned weights as they are. */
export function recordMarks(ops: GraphOps, variables: SessionVariables): readonly GraphNode[] {
  return new Weights(ops, variables).learned.map((block) => recordMark(ops, block));
}

/** Where a weight is noted as it was. */
function markOf({ variable }: WeightBlock): Variable {
  return markedAs(variable);
}

export function markedAs(variable: Variable): Variable {
  return { ...variable, name: `marked/${variable.name}` };
}

/** Its own memory: the weight's is written to by the next step. */
function recordMark(ops: GraphOps, block: WeightBlock): GraphNode {
  const value = readVariable(ops, block.variable);
  return assignVariable(ops, markOf(block), ops.apply(deepCopy, [value], block.variable));
}
