import { evaluationBatch, type SessionRequest } from '../session/session';
import { batchOf, countOf } from './batch';
import { gatherInputs, judge, recordForwardPass, Weights } from './forwardPass';
import type { GraphFunction } from './graphDef';
import type { GraphOps } from './graphOps';
import { recordLoop } from './loop';
import { partsOf } from './parts';
import type { SessionVariables } from './sessionVariables';
import type { GraphTensor } from './trace';
import { gatherRows } from './variables';

export interface EvaluationGraph {
  /** Sums over each batch's examples, float32 [batches, columns]. */
  readonly sums: GraphTensor;
  readonly columns: readonly ('loss' | 'correct')[];
  readonly functions: readonly GraphFunction[];
}

/**
 * Records the loop over batches of a split.
 * @param indices the examples; `batches`: how many batches they make, an int32 scalar.
 */
export function recordEvaluation(
  main: GraphOps,
  request: SessionRequest,
  variables: SessionVariables,
  indices: GraphTensor,
  batches: GraphTensor,
): EvaluationGraph {
  const columns =
    request.data.task === 'classification' ? (['loss', 'correct'] as const) : (['loss'] as const);
  const { measurements, functions } = recordLoop(main, {
    name: 'evaluate',
    turns: batches,
    given: [indices],
    columns: columns.length,
    multiplyAdds: request.network.totals.multiplyAdds * evaluationBatch,
    turn(ops, index, [order]) {
      if (order === undefined) throw new Error('an evaluation needs indices');
      const batch = batchOf(ops, order, index, evaluationBatch);
      const weights = new Weights(ops, variables);
      const sums = partsOf(ops, request, batch).map(({ indices: part, sum }) => {
        ops.setContext({ batchSize: countOf(ops, part) });
        const input = gatherInputs(ops, request, variables, part);
        const { output } = recordForwardPass(ops, request, weights, input, false);
        const { losses, correct } = judge(ops, request, output, gatherRows(ops, variables.targets, part));
        return [losses, ...(correct === null ? [] : [correct])].map(sum);
      });
      return { row: columns.map((_, column) => sums.flatMap((part) => part[column] ?? []).reduce(ops.add)) };
    },
  });
  return { sums: measurements, columns, functions };
}
