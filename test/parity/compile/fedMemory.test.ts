import { describe, expect, it } from 'vitest';
import type { GraphNode } from '../../../src-main/trainer/compile/graph/trace';
import { recordSession } from '../../../src-main/trainer/compile/sessionGraph';
import { chain, randomData, requestOf } from '../support/requests';

/** TensorFlow lets go of what these keep on threads of its own, whenever it likes. */
const keepers = ['While', 'AssignVariableOp'];

/** They live as long as the session, and only reading them whole leaves their memory JavaScript's. */
const shared = ['data/inputs', 'data/targets'];

const isHandleOfShared = ({ attributes }: GraphNode) =>
  shared.some((name) => JSON.stringify(attributes['shared_name']) === JSON.stringify({ string: name }));

describe('memory of JavaScript that is fed to a session', () => {
  const network = chain({ kind: 'dense', units: 3 });
  const probe = Int32Array.of(0, 1);
  const request = requestOf(network, {}, randomData({ inputShape: [4], examples: 8 }));
  const { main, functions } = recordSession({ ...request, probe });

  it('is copied before a loop or a variable keeps it, but for the data set', () => {
    const kept = main.nodes.filter(({ operation }) => keepers.includes(operation.type));
    const fed = kept.flatMap(({ inputs }) =>
      inputs.filter(({ node }) => node.operation.type === 'Placeholder').map(({ node }) => node.name),
    );
    expect(kept.map(({ operation }) => operation.type)).toEqual(expect.arrayContaining(keepers));
    expect(fed).toEqual(shared.map((name) => `feed_${name.replace('/', '_')}`));
  });

  it('stays that of the data set: it is only ever read whole', () => {
    const nodes = [main, ...functions.map(({ trace }) => trace)].flatMap((trace) => trace.nodes);
    const uses = nodes.filter(({ inputs }) => inputs.some(({ node }) => isHandleOfShared(node)));
    const types = new Set(uses.map(({ operation }) => operation.type));
    expect([...types].sort()).toEqual(['AssignVariableOp', 'ReadVariableOp']);
  });
});
