import type { GraphOps } from './graphOps';
import { onlyOutput, type GraphNode, type GraphTensor } from '../graph/trace';

/**
 * Reverse-mode differentiation over the trace: from the loss backwards, each operation's own rule turns the
 * derivative with respect to its output into those with respect to its inputs; where a tensor was used more
 * than once, they add up (the chain rule; CS231n, Backpropagation, Intuitions).
 *
 * @param loss a scalar.
 * @returns the loss's derivative with respect to each parameter, in their order; null where the loss does not
 *   depend on it.
 */
export function differentiate(
  ops: GraphOps,
  loss: GraphTensor,
  parameters: readonly GraphTensor[],
): (GraphTensor | null)[] {
  const relevant = dependents(ops.trace.nodes, parameters);
  const gradients = new Map<GraphTensor, GraphTensor>([[loss, ops.constant(1)]]);

  // Rules record nodes of their own while this runs: only what stood before is walked.
  const forward = ops.trace.nodes.slice(0, loss.node.place + 1);
  for (const node of forward.reverse()) {
    const { gradient: rule } = node.operation;
    const gradient = node.outputs[0] && gradients.get(node.outputs[0]);
    if (rule === undefined || gradient === undefined || !relevant.has(node)) continue;

    const contributions = rule({ ops, node, gradient, output: onlyOutput(node), input: inputOf(node) });
    node.inputs.forEach((input, index) => {
      const contribution = contributions[index];
      if (!contribution || !relevant.has(input.node)) return;
      const sofar = gradients.get(input);
      gradients.set(input, sofar ? ops.add(sofar, contribution) : contribution);
    });
  }
  return parameters.map((parameter) => gradients.get(parameter) ?? null);
}

/** The nodes whose values depend on the parameters, and the parameters' own. */
function dependents(nodes: readonly GraphNode[], parameters: readonly GraphTensor[]): Set<GraphNode> {
  const found = new Set(parameters.map((parameter) => parameter.node));
  for (const node of nodes) {
    if (node.inputs.some((input) => found.has(input.node))) found.add(node);
  }
  return found;
}

function inputOf(node: GraphNode): (index: number) => GraphTensor {
  return (index) => {
    const input = node.inputs[index];
    if (input === undefined) throw new Error(`${node.operation.type} has no input ${index}`);
    return input;
  };
}
