import { statisticsOf, statisticsWidth } from '@shared/training/metrics/measuring';
import { evaluationBatch, type SessionRequest } from '../../session/session';
import { batchOf, countOf } from '../step/batch';
import { gatherInputs, judge, recordForwardPass, Weights } from '../step/forwardPass';
import type { GraphFunction } from '../graph/graphDef';
import type { GraphOps } from '../ops/graphOps';
import { recordLoop } from './loop';
import { partsOf } from '../step/parts';
import type { SessionVariables } from '../sessionVariables';
import type { GraphTensor } from '../graph/trace';
import { gatherSharedRows } from '../graph/variables';

export interface EvaluationGraph {
  /** Sums of the metrics' statistics over each batch's examples, float32 [batches, numbers]. */
  readonly sums: GraphTensor;
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
  const { measurements, functions } = recordLoop(main, {
    name: 'evaluate',
    turns: batches,
    given: [indices],
    columns: statisticsWidth(request.data),
    multiplyAdds: request.network.totals.multiplyAdds * evaluationBatch,
    turn(ops, index, [order]) {
      if (order === undefined) throw new Error('an evaluation needs indices');
      return { row: recordStatistics(ops, request, variables, order, index) };
    },
  });
  return { sums: measurements, functions };
}

/** Records the sums of the metrics' statistics over one batch of an order of examples. */
export function recordStatistics(
  ops: GraphOps,
  request: SessionRequest,
  variables: SessionVariables,
  order: GraphTensor,
  index: GraphTensor,
): readonly GraphTensor[] {
  const batch = batchOf(ops, order, index, evaluationBatch);
  const weights = new Weights(ops, variables);
  const sums = partsOf(ops, request, batch).map(({ indices: part, sum }) => {
    ops.setContext({ batchSize: countOf(ops, part) });
    const input = gatherInputs(ops, request, variables, part);
    const { output } = recordForwardPass(ops, request, weights, input, false);
    const target = gatherSharedRows(ops, variables.targets, part);
    return statisticsOf(ops, request.data, judge(ops, request, output, target)).map(sum);
  });
  return sums.reduce((all, part) => all.map((total, place) => ops.add(total, part[place] ?? total)));
}
