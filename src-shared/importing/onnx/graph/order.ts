import { AppError } from '../../../errors';
import { nodeName, type OnnxModel, type OnnxNode } from './model';

/**
 * The nodes that lead to an output, each behind those that feed it.
 * @returns also the names of those that do not
 * @throws AppError `badNetwork` where nodes feed each other, or two give one value
 */
export function nodesTo(
  output: string,
  { nodes }: Pick<OnnxModel, 'nodes'>,
): { readonly nodes: readonly OnnxNode[]; readonly unused: readonly string[] } {
  const makers = new Map<string, OnnxNode>();
  for (const node of nodes) {
    for (const name of node.outputs.filter((each) => each !== '')) {
      if (makers.has(name)) throw wrong(`Two nodes give "${name}"`, node);
      makers.set(name, node);
    }
  }
  const ordered: OnnxNode[] = [];
  const state = new Map<OnnxNode, 'begun' | 'done'>();
  // Without calling itself: a graph may be a chain of many thousands.
  const pending = [{ node: makers.get(output), isLeft: false }];
  while (pending.length > 0) {
    const { node, isLeft } = pending.pop() ?? {};
    if (node === undefined || state.get(node) === 'done') continue;
    if (isLeft) {
      state.set(node, 'done');
      ordered.push(node);
      continue;
    }
    if (state.get(node) === 'begun') throw wrong('Nodes feed each other in a circle', node);
    state.set(node, 'begun');
    pending.push({ node, isLeft: true });
    for (const input of node.inputs.toReversed()) pending.push({ node: makers.get(input), isLeft: false });
  }
  return { nodes: ordered, unused: nodes.filter((node) => !state.has(node)).map(nodeName) };
}

function wrong(message: string, node: OnnxNode): AppError {
  return new AppError('badNetwork', message, { where: nodeName(node), remedy: 'Export the model again.' });
}
