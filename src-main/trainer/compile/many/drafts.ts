import { sizeOf } from '@shared/ops/shape';
import type { SessionRequest } from '../../session/session';
import { GraphOps } from '../ops/graphOps';
import { normal, uniform } from '../operations/random';
import { planVariables, type SessionVariables } from '../sessionVariables';
import { Trace, type GraphNode, type GraphTensor, type TensorType } from '../graph/trace';
import type { ManyValue } from './batching';
import { vectorize, type Together } from './vectorize';

/** A run of a group, with the variables as it would have them alone. */
export interface GroupMember {
  readonly request: SessionRequest;
  readonly variables: SessionVariables;
  /** All that is written of the run but its seed. */
  readonly configuration: string;
}

export function memberOf(request: SessionRequest): GroupMember {
  const { network, training } = request;
  const configuration = JSON.stringify([
    network.layers.map(({ spec }) => spec),
    { ...training.config, seed: 0 },
  ]);
  return { request, variables: planVariables(request), configuration };
}

/** What a piece of work of one run gives. */
export interface Work {
  readonly results: readonly GraphTensor[];
  readonly effects?: readonly GraphNode[];
}

type Argument = readonly [name: string, value: ManyValue];

/**
 * Records work as each run has it alone, and makes it one for all.
 * @param given what the work is given, by name
 * @param record one run's work; it must say the batch it is on (`setContext`)
 */
export function recordForAll(
  members: readonly GroupMember[],
  together: Omit<Together, 'runs' | 'given'>,
  given: readonly Argument[],
  record: (ops: GraphOps, member: GroupMember, given: readonly GraphTensor[]) => Work,
): { readonly results: readonly ManyValue[]; readonly effects: readonly GraphNode[] } {
  const reusable = new Map<string, ReturnType<typeof draftOf>>();
  const draftOf = (member: GroupMember) => {
    const ops = new GraphOps(new Trace('draft', 'draft'));
    const own = given.map(([name, value]) => ops.trace.argument(name, typeOfOne(value)));
    const { results, effects = [] } = record(ops, member, own);
    return { trace: ops.trace, results, effects, batchSize: ops.context.batchSize };
  };
  const drafts = members.map((member) => {
    const known = reusable.get(member.configuration);
    if (known !== undefined) return known;
    const draft = draftOf(member);
    if (!drawsNumbers(draft.trace)) reusable.set(member.configuration, draft);
    return draft;
  });
  const [first] = drafts;
  if (first === undefined) throw new Error('there is no run');
  return vectorize(drafts, { ...together, runs: members.length, given: new Map(given) }, first.batchSize);
}

/** Where nothing is drawn, a run's seed is in its order and its first weights alone, and not in its graph. */
function drawsNumbers({ nodes }: Trace): boolean {
  return nodes.some(({ operation }) => operation === uniform || operation === normal);
}

function typeOfOne({ tensor: { dtype, shape }, each }: ManyValue): TensorType {
  return { dtype, shape: each ? shape.slice(1) : shape };
}

/** All results of all runs in one vector, run by run. */
export function inOneVector(ops: GraphOps, runs: number, results: readonly ManyValue[]): GraphTensor {
  const rows = results.map(({ tensor, each }) => {
    if (each) return ops.reshape(tensor, [runs, sizeOf(tensor.shape.slice(1).map(Number))]);
    const size = sizeOf(tensor.shape.map(Number));
    return ops.multiply(ops.reshape(tensor, [1, size]), ops.constant(Array<number>(runs).fill(1), [runs, 1]));
  });
  const table = ops.concatenate(rows, 1);
  return ops.reshape(table, [sizeOf(table.shape.map(Number))]);
}
