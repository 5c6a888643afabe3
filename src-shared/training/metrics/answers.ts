import type { Ops } from '../../ops/ops';
import type { MetricInputs, Statistic } from '../metric';
import type { LearntTask } from '../splitTargets';

export function isClassification({ task }: LearntTask): boolean {
  return task === 'classification';
}

export function isRegression({ task }: LearntTask): boolean {
  return task === 'regression';
}

/** 1 where the class is answered right, float32 [batch]. */
export function answeredRight<T>(ops: Ops<T>, inputs: MetricInputs<T>): T {
  return ops.cast(ops.equal(answerOf(inputs), inputs.target), 'float32');
}

/** How often each class is answered. */
export const answersByClass: Statistic = {
  size: ({ classes }) => classes,
  perExample: (ops, inputs) => ops.oneHot(answerOf(inputs), inputs.classes),
};

/** How often each class is answered where it is right. */
export const hitsByClass: Statistic = {
  size: ({ classes }) => classes,
  perExample(ops, inputs) {
    const right = ops.reshape(answeredRight(ops, inputs), [null, 1]);
    return ops.multiply(ops.oneHot(inputs.target, inputs.classes), right);
  },
};

function answerOf<T>({ answer }: MetricInputs<T>): T {
  if (answer === null) throw new Error('a regression answers no class');
  return answer;
}

/** The mean of what is defined; null where nothing is. */
export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
