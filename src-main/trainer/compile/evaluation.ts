import { evaluationBatch, type SessionRequest } from '../session';
import { batchOf, countOf } from './batch';
import { gatherInputs, judge, recordForwardPass } from './forwardPass';
import type { GraphFunction } from './graphDef';
import type { GraphOps } from './graphOps';
import { recordLoop } from './loop';
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
      ops.setContext({ batchSize: countOf(ops, batch) });
      const input = gatherInputs(ops, request, variables, batch);
      const { output } = recordForwardPass(ops, request, variables, input, false);
      const { losses, correct } = judge(ops, request, output, gatherRows(ops, variables.targets, batch));
      return { row: [losses, ...(correct === null ? [] : [correct])].map((values) => ops.sum(values, [0])) };
    },
  });
  return { sums: measurements, columns, functions };
}
