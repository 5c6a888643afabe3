import type { GraphFunction } from '../graph/graphDef';
import { reachable } from '../graph/graphDef';
import { GraphOps } from '../ops/graphOps';
import { normal, uniform } from '../operations/random';
import { isArgument, Trace, type GraphNode, type GraphTensor } from '../graph/trace';
import { drawNormal, drawUniform } from './draws';

/** What stands for one use of an operation where XLA compiles it: its outputs, of what its inputs have become. */
type Lowering = (ops: GraphOps, node: GraphNode, inputs: readonly GraphTensor[]) => readonly GraphTensor[];

/** Operations that XLA has not, or does otherwise than TensorFlow, by their types. */
const lowerings: ReadonlyMap<string, Lowering> = new Map([
  [uniform.type, drawUniform],
  [normal.type, drawNormal],
]);

/**
 * Records a closed function anew as XLA is to have it. Arguments and captured variables keep their order; what nothing
 * needs is left out.
 */
export function lower({ trace, results, effects }: GraphFunction): GraphFunction {
  const lowered = new Trace(trace.name, 'closed');
  const ops = new GraphOps(lowered);
  const variables = new Map(trace.captures.map(({ handle, variable }) => [handle.node, variable]));
  const made = new Map<GraphNode, { readonly outputs: readonly GraphTensor[]; readonly last: GraphNode }>();
  const nowOf = ({ node, index }: GraphTensor): GraphTensor => {
    const output = made.get(node)?.outputs[index];
    if (output === undefined) throw new Error(`${node.name} was used before it was made`);
    return output;
  };
  const lastOf = (node: GraphNode) => made.get(node)?.last ?? node;

  const needed = new Set(reachable(trace, [...results.map(([, { node }]) => node), ...effects]));
  for (const node of trace.nodes) {
    const variable = variables.get(node);
    if (variable !== undefined) {
      const handle = lowered.capture(variable);
      made.set(node, { outputs: [handle], last: handle.node });
    } else if (isArgument(node)) {
      const argument = lowered.argument(node.name, node.outputs[0] ?? { dtype: 'float32', shape: [] });
      made.set(node, { outputs: [argument], last: argument.node });
    } else if (needed.has(node)) {
      const inputs = node.inputs.map(nowOf);
      const lowering = lowerings.get(node.operation.type);
      if (lowering !== undefined) {
        const outputs = lowering(ops, node, inputs);
        made.set(node, { outputs, last: outputs[0]?.node ?? node });
      } else {
        const after = node.after.map(lastOf);
        const same = lowered.add(node.operation, inputs, node.attributes, node.outputs, {
          name: node.name,
          after,
        });
        made.set(node, { outputs: same.outputs, last: same });
      }
    }
  }
  return {
    trace: lowered,
    results: results.map(([name, tensor]) => [name, nowOf(tensor)]),
    effects: effects.map(lastOf),
  };
}
