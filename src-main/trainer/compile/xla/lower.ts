import { broadcasting, valueByValue as batchedByValue } from '../many/batching';
import { reachable, type GraphFunction } from '../graph/graphDef';
import { GraphOps } from '../ops/graphOps';
import { isArgument, onlyOutput, Trace, type GraphNode, type GraphTensor } from '../graph/trace';
import * as columns from './columns';
import { drawNormal, drawUniform } from './draws';
import { asRows, Layouts, type Held, type Lowering } from './layout';

/** What XLA has not, or does otherwise than TensorFlow, or faster another way, by the operations' types. */
const lowerings: ReadonlyMap<string, Lowering> = new Map([
  ['StatelessRandomUniform', drawUniform],
  ['StatelessRandomNormal', drawNormal],
  ['MatMul', columns.product('transpose_a', 'transpose_b')],
  ['BatchMatMulV2', columns.product('adj_x', 'adj_y')],
  ['BiasAdd', columns.biases],
  ['BiasAddGrad', columns.biasSums],
  ['Sum', columns.alongAxes],
  ['Mean', columns.alongAxes],
  ['Max', columns.alongAxes],
  ['ArgMax', columns.alongAxes],
  ['OneHot', columns.marks],
  ['Softmax', columns.softmax(false)],
  ['LogSoftmax', columns.softmax(true)],
  ['SparseSoftmaxCrossEntropyWithLogits', columns.crossEntropy],
]);

/** Where nothing is written of its type, an operation on each value by itself goes along with its inputs. */
function loweringOf({ operation }: GraphNode): Lowering {
  const isByValue = operation.batch === batchedByValue || operation.batch === broadcasting;
  return lowerings.get(operation.type) ?? (isByValue ? columns.valueByValue : columns.unchanged);
}

/**
 * Records a closed function anew as XLA is to have it. Arguments and captured variables keep their order; what nothing
 * needs is left out.
 */
export function lower({ trace, results, effects }: GraphFunction): GraphFunction {
  const lowered = new Trace(trace.name, 'closed');
  const ops = new GraphOps(lowered);
  const layouts = new Layouts(ops);
  const variables = new Map(trace.captures.map(({ handle, variable }) => [handle.node, variable]));
  const made = new Map<GraphNode, { readonly outputs: readonly Held[]; readonly last: GraphNode }>();
  const heldOf = ({ node, index }: GraphTensor): Held => {
    const output = made.get(node)?.outputs[index];
    if (output === undefined) throw new Error(`${node.name} was used before it was made`);
    return output;
  };
  const lastOf = (node: GraphNode) => made.get(node)?.last ?? node;

  const needed = new Set(reachable(trace, [...results.map(([, { node }]) => node), ...effects]));
  for (const node of trace.nodes) {
    const variable = variables.get(node);
    if (variable !== undefined || isArgument(node)) {
      const own = variable ? lowered.capture(variable) : lowered.argument(node.name, onlyOutput(node));
      made.set(node, { outputs: asRows(own), last: own.node });
    } else if (needed.has(node)) {
      const inputs = node.inputs.map(heldOf);
      const outputs = loweringOf(node)({ ops, layouts, node, inputs, after: node.after.map(lastOf) });
      const last = lowered.nodes.at(-1);
      if (last !== undefined) made.set(node, { outputs, last });
    }
  }
  return {
    trace: lowered,
    results: results.map(([name, tensor]) => [name, layouts.rows(heldOf(tensor))]),
    effects: effects.map(lastOf),
  };
}
