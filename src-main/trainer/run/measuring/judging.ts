import { AppError } from '@shared/errors';
import type { Split } from '@shared/runs/run';
import type { MetricKind } from '@shared/training/metrics';
import { metricInputs } from '@shared/training/metrics/measuring';
import { metricOf } from '@shared/training/metrics/words';
import { EagerOps } from '../../eager/ops/eagerOps';
import { bestBackend, scoped, type Backend } from '../../eager/tensorflow';
import type { PreparedRun } from '../answers';

/** Examples that are judged together. */
const rowsAtOnce = 1024;

/**
 * A metric's number of each example of a split, in the split's order, as the weights in the session have it: the loss of
 * it, 1 where it is answered right.
 * @throws AppError `badArgument` for a metric that is not the mean of such numbers
 */
export function judgeExamples(prepared: PreparedRun, split: Split, kind: MetricKind): Float32Array {
  const { data } = prepared;
  const [statistic, ...others] = metricOf(kind).statistics;
  if (statistic === undefined || others.length > 0 || !metricOf(kind).isMean) {
    throw new AppError('badArgument', `${metricOf(kind).title} is not the mean of a number of each example.`);
  }
  const indices = data.splits[split];
  const backend = bestBackend();
  const judged = new Float32Array(indices.length);
  for (let begin = 0; begin < indices.length; begin += rowsAtOnce) {
    const part = indices.subarray(begin, begin + rowsAtOnce);
    judged.set(judgePart(backend, prepared, part, statistic), begin);
  }
  return judged;
}

function judgePart(
  backend: Backend,
  { data, training, session, outputs }: PreparedRun,
  part: Int32Array,
  statistic: ReturnType<typeof metricOf>['statistics'][number],
): Float32Array {
  const { tf } = backend;
  const { task, classes, targetSize, targets } = data;
  const values = session.predictExamples(part);
  return scoped(tf, () => {
    const ops = new EagerOps(backend, { seed: training.config.seed, step: 0 });
    const targetsOf = (index: number) => [...targets.subarray(index * targetSize, (index + 1) * targetSize)];
    const target =
      task === 'classification'
        ? tf.tensor1d(
            Int32Array.from(part, (index) => targets[index] ?? -1),
            'int32',
          )
        : tf.tensor2d(Array.from(part, targetsOf), [part.length, targetSize], 'float32');
    const output = tf.tensor2d(values, [part.length, outputs]);
    const inputs = metricInputs(ops, training.loss, { output, target, task, classes });
    return Float32Array.from(statistic.perExample(ops, inputs).dataSync<'float32'>());
  });
}
