import { initializeWeights } from '@shared/network/initialWeights';
import { learningRateAt } from '@shared/training/learningRate';
import { finishMetrics, statisticsWidth } from '@shared/training/metrics/measuring';
import { summarizeTargets } from '@shared/training/splitTargets';
import { createCompiledGroup } from '../../../src-main/trainer/compile';
import type { TrainingGroup } from '../../../src-main/trainer/session/group';
import {
  evaluationBatch,
  type SessionRequest,
  type StepResult,
} from '../../../src-main/trainer/session/session';
import { rotated, stepsOf, type Trained } from './training';

/** As `train`, for runs that are trained as one. */
export function trainAsOne(requests: readonly SessionRequest[], steps: number): Trained[] {
  const [request] = requests;
  if (request === undefined) throw new Error('no run');
  const { data } = request;
  const batches = Math.ceil(data.splits.training.length / request.training.config.batchSize);
  const group = createCompiledGroup(requests, false);
  try {
    requests.forEach(({ network, training }, run) =>
      group.writeState(run, initializeWeights(network, training.config.seed)),
    );
    const results: (readonly StepResult[])[] = [];
    for (let first = 0; first < steps; first += batches) {
      const learningRates = requests.map(({ training }) =>
        Float32Array.from({ length: Math.min(batches, steps - first) }, (_, index) =>
          learningRateAt(training, { step: first + index, stepsPerEpoch: batches, totalSteps: steps }),
        ),
      );
      requests.forEach((_, run) => group.setEpochOrder(run, rotated(data.splits.training, first / batches)));
      results.push(group.run({ firstBatch: 0, firstStep: first, learningRates }));
    }
    const states = group.readStates();
    return requests.map((_, run) => ({
      steps: stepsOf(
        results.flatMap((all) => all[run] ?? []),
        request,
      ),
      state: states[run] ?? [],
      validation: validationOf(group, run, request),
      outputs: group.predictExamples(
        run,
        Int32Array.from({ length: data.examples }, (_, index) => index),
      ),
    }));
  } finally {
    group.dispose();
  }
}

function validationOf(group: TrainingGroup, run: number, { data }: SessionRequest) {
  const targets = summarizeTargets(data, data.splits.validation);
  const batches = Math.ceil(targets.examples / evaluationBatch);
  const sums = group.evaluateAll('validation', 0, batches)[run] ?? new Float32Array();
  const totals = new Float64Array(statisticsWidth(data));
  sums.forEach((sum, place) => {
    totals[place % totals.length] = (totals[place % totals.length] ?? 0) + sum;
  });
  return finishMetrics(data, totals, targets);
}
