import type { z } from 'zod';
import type { OptimizerCode } from '../frameworks/trainingCode';
import type { Definition } from '../catalogue/definition';

/**
 * The update rule in the terms its implementations share. `UpdateOps` is offered by the compiled step (fused
 * TensorFlow ops) and by the eager reference; slots are tensors of the parameter's shape that live as long as it.
 */
export interface OptimizerDefinition<P extends object = object> extends Definition<
  P & { learningRate: number }
> {
  /** Hyperparameters with Keras's names in camel case and Keras's defaults; `learningRate` is among them. */
  readonly schema: z.ZodType<P & { learningRate: number }>;
  /** How it is written in Keras, PyTorch and tfjs. */
  readonly code: OptimizerCode<P & { learningRate: number }>;
  /** State tensors of the parameter's shape: name and initial value. */
  slots(parameters: P): readonly { readonly name: string; readonly initialValue: number }[];
  /**
   * One step on one parameter, through whoever carries updates out.
   * Step counts from 1 (Adam's bias correction).
   */
  update<T>(carrier: UpdateCarrier<T>, parameters: P): void;
}

/** One parameter's update under way. `learningRate` is the schedule's for this step, a scalar. */
export interface UpdateCarrier<T> {
  readonly learningRate: T;
  /** TensorFlow's fused `ResourceApply…` op or its equivalent; slots by name, hyperparameters as numbers. */
  apply(rule: FusedUpdate): void;
}

/**
 * TensorFlow's fused update ops, by what they need; formulas are those of the ops' documentation. Momentum is Keras's
 * and CS231n's (`ResourceApplyKerasMomentum`): v ← μ·v − η·g, w ← w + v.
 */
export type FusedUpdate =
  | { readonly op: 'gradientDescent' }
  | {
      readonly op: 'momentum';
      readonly accumulator: string;
      readonly momentum: number;
      readonly nesterov: boolean;
    }
  | { readonly op: 'adagrad'; readonly accumulator: string; readonly epsilon: number }
  | {
      readonly op: 'adadelta';
      readonly accumulator: string;
      readonly accumulatedUpdate: string;
      readonly rho: number;
      readonly epsilon: number;
    }
  | {
      readonly op: 'rmsprop';
      readonly meanSquare: string;
      readonly momentumSlot: string;
      readonly rho: number;
      readonly momentum: number;
      readonly epsilon: number;
    }
  | {
      readonly op: 'adam';
      readonly m: string;
      readonly v: string;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    };

/** With its parameters' type forgotten, as the catalogue holds it: what takes them is a method, as in `AnyLayerDefinition`. */
export type AnyOptimizerDefinition = OptimizerDefinition<object>;

export function defineOptimizer<P extends object>(
  definition: OptimizerDefinition<P>,
): OptimizerDefinition<P> {
  return definition;
}
