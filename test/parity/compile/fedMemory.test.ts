import { describe, expect, it } from 'vitest';
import { recordSession } from '../../../src-main/trainer/compile/sessionGraph';
import { chain, randomData, requestOf } from '../support/requests';

/** TensorFlow lets go of what these keep on threads of its own, whenever it likes. */
const keepers = ['While', 'AssignVariableOp'];

describe('memory of JavaScript that is fed to a session', () => {
  it('is copied before a loop or a variable keeps it', () => {
    const network = chain({ kind: 'dense', units: 3 });
    const { main } = recordSession(requestOf(network, {}, randomData({ inputShape: [4], examples: 8 })));
    const kept = main.nodes.filter(({ operation }) => keepers.includes(operation.type));
    const fed = kept.flatMap(({ inputs }) =>
      inputs.filter(({ node }) => node.operation.type === 'Placeholder').map(({ node }) => node.name),
    );
    expect(kept.map(({ operation }) => operation.type)).toEqual(expect.arrayContaining(keepers));
    expect(fed).toEqual([]);
  });
});
