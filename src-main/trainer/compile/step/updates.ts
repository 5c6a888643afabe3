import type { FusedUpdate } from '@shared/training/optimizer';
import type { Attributes } from '../graph/attributes';
import type { GraphOps } from '../ops/graphOps';
import type { BatchingRule } from '../many/batching';
import * as many from '../many/updates';
import { power } from '../operations/arithmetic';
import type { GraphNode, GraphTensor } from '../graph/trace';
import { handleOf, readVariable, type Variable } from '../graph/variables';

/** One parameter's update as it is recorded. */
export interface Update {
  readonly parameter: Variable;
  readonly gradient: GraphTensor;
  /** The optimizer's state tensors for this parameter, by the slot's name. */
  slot(name: string): Variable;
  readonly learningRate: GraphTensor;
  /** The step's number, from 1, as a float32 scalar. */
  readonly stepNumber: GraphTensor;
  /** What must have run before. */
  readonly after?: readonly GraphNode[];
}

/**
 * Records TensorFlow's fused update op for a rule (tensorflow/core/ops/training_ops.cc; the formulas stand there).
 * @returns the node that changes the parameter and its slots.
 */
export function recordUpdate(ops: GraphOps, rule: FusedUpdate, update: Update): GraphNode {
  const { parameter, gradient, slot, learningRate, stepNumber, after: first = [] } = update;
  const number = (value: number) => ops.constant(value);
  const apply = (
    type: string,
    batch: BatchingRule,
    slots: readonly string[],
    values: readonly GraphTensor[],
    attributes: Attributes = {},
    after: readonly GraphNode[] = first,
  ) => {
    const handles = [handleOf(ops, parameter), ...slots.map((name) => handleOf(ops, slot(name)))];
    const all = { T: { type: 'float32' }, use_locking: { bool: false }, ...attributes } as const;
    const options = { name: `update/${parameter.name}`, after };
    return ops.trace.add({ type, outputs: [], batch }, [...handles, ...values], all, [], options);
  };

  switch (rule.op) {
    case 'gradientDescent':
      return apply('ResourceApplyGradientDescent', many.gradientDescent, [], [learningRate, gradient]);
    case 'momentum':
      return apply(
        'ResourceApplyKerasMomentum',
        many.momentum(rule.nesterov),
        [rule.accumulator],
        [learningRate, gradient, number(rule.momentum)],
        {
          use_nesterov: { bool: rule.nesterov },
        },
      );
    case 'adagrad':
      return apply(
        'ResourceApplyAdagradV2',
        many.adagrad,
        [rule.accumulator],
        [learningRate, number(rule.epsilon), gradient],
        {
          update_slots: { bool: true },
        },
      );
    case 'adadelta':
      return apply(
        'ResourceApplyAdadelta',
        many.adadelta,
        [rule.accumulator, rule.accumulatedUpdate],
        [learningRate, number(rule.rho), number(rule.epsilon), gradient],
      );
    case 'rmsprop':
      return apply(
        'ResourceApplyRMSProp',
        many.rmsprop,
        [rule.meanSquare, rule.momentumSlot],
        [learningRate, number(rule.rho), number(rule.momentum), number(rule.epsilon), gradient],
      );
    case 'adam': {
      const [beta1, beta2] = [number(rule.beta1), number(rule.beta2)];
      const powerOf = (base: GraphTensor) => ops.apply(power, [base, stepNumber], base);
      const values = [
        powerOf(beta1),
        powerOf(beta2),
        learningRate,
        beta1,
        beta2,
        number(rule.epsilon),
        gradient,
      ];
      const decayed = rule.weightDecay === 0 ? first : [decay(rule.weightDecay)];
      return apply(
        'ResourceApplyAdam',
        many.adam,
        [rule.m, rule.v],
        values,
        { use_nesterov: { bool: false } },
        decayed,
      );
    }
  }

  /** w ← w − η·λ·w, before the step (Loshchilov & Hutter 2019). */
  function decay(weightDecay: number): GraphNode {
    const rate = ops.multiply(learningRate, number(weightDecay));
    return apply(
      'ResourceApplyGradientDescent',
      many.gradientDescent,
      [],
      [rate, readVariable(ops, parameter)],
    );
  }
}
