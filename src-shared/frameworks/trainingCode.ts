import type { DatasetTask } from '../catalogue/task';

/** How the targets must be handed to a loss: class numbers, one-hot rows, one column of 0 and 1, or values. */
export type TargetForm = 'index' | 'oneHot' | 'column' | 'values';

export interface LossPlace {
  readonly task: DatasetTask;
  /** Values the network gives for an example. */
  readonly outputs: number;
}

export interface WrittenLoss {
  readonly expression: string;
  /** A function that the expression names, where the framework has no such loss. */
  readonly source?: string;
  readonly target: TargetForm;
}

/** How a loss is written in each framework, from plain scores (logits) where it is of classes. */
export interface LossCode<P extends object> {
  /** Of classes always; the others are used with both. */
  readonly needsClasses: boolean;
  /** A callable of (targets, outputs). */
  keras(parameters: P, place: LossPlace): WrittenLoss;
  /** A callable of (outputs, targets). */
  pytorch(parameters: P, place: LossPlace): WrittenLoss;
  /** A function of (targets, outputs). */
  tfjs(parameters: P, place: LossPlace): WrittenLoss;
}

/** The form of a target that is compared with the outputs one by one. */
export function numericTarget({ task, outputs }: LossPlace): TargetForm {
  if (task === 'regression') return 'values';
  return outputs === 1 ? 'column' : 'oneHot';
}

/** How an optimizer is written in each framework; the learning rate is `learningRate` of the parameters. */
export interface OptimizerCode<P extends object> {
  readonly keras: {
    readonly className: string;
    /** Our hyperparameters by Keras's names. */
    readonly arguments: { readonly [Name in keyof P & string]?: string };
    readonly fixed?: Readonly<Record<string, boolean>>;
  };
  /** The class and its arguments behind the model's parameters. */
  pytorch(parameters: P): string;
  tfjs(parameters: P): string;
  /** What tfjs's optimizer does not do, as a remark in the code. */
  tfjsLacks?(parameters: P): string | null;
}

/**
 * How a schedule is written: the body of a function of `step`, `steps_per_epoch` and `total_steps` (camel case in
 * JavaScript) that returns its factor on the learning rate. Null where it cannot be planned ahead.
 */
export interface ScheduleCode<P extends object> {
  python(parameters: P): string | null;
  javascript(parameters: P): string | null;
  /** For a schedule that reacts to results: a callback of Keras's that does it. */
  kerasCallback?(parameters: P, learningRate: number): string;
  /** And a scheduler of PyTorch's, behind `optimizer`, told the validation loss after each epoch. */
  pytorchScheduler?(parameters: P, learningRate: number): string;
}
