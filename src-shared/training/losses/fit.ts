import type { DatasetTask } from '../../catalogue/task';
import { formatShape, type Shape } from '../../ops/shape';
import type { Misfit } from '../loss';

function notAVector(title: string, output: Shape): Misfit | null {
  if (output.length === 1) return null;
  return {
    message: `${title} expects one row of outputs, the network gives ${formatShape(output)}`,
    remedy: 'End the network with a Flatten and a Dense layer.',
  };
}

function notClasses(title: string, task: DatasetTask): Misfit | null {
  if (task === 'classification') return null;
  return {
    message: `${title} needs classes, but the data set’s target is a number`,
    remedy: 'Choose meanSquaredError, meanAbsoluteError or huber.',
  };
}

const dense = (units: number) => `Set the last Dense layer to ${units} ${units === 1 ? 'unit' : 'units'}`;

/** One output for each class. */
export function misfitOfClassScores(
  title: string,
  output: Shape,
  task: DatasetTask,
  classes: number,
): Misfit | null {
  const misfit = notClasses(title, task) ?? notAVector(title, output);
  if (misfit !== null || output[0] === classes) return misfit;
  const alternative = output[0] === 1 && classes === 2 ? ', or choose sigmoidCrossEntropy or hinge' : '';
  return {
    message: `${title} expects one output per class (${classes}), the network gives ${formatShape(output)}`,
    remedy: `${dense(classes)}${alternative}.`,
    outputs: classes,
  };
}

/** One output, and two classes for its two sides. */
export function misfitOfBinaryScore(
  title: string,
  output: Shape,
  task: DatasetTask,
  classes: number,
): Misfit | null {
  const misfit = notClasses(title, task) ?? notAVector(title, output);
  if (misfit !== null) return misfit;
  if (classes !== 2) {
    return {
      message: `${title} separates two classes, the data set has ${classes}`,
      remedy: `Choose softmaxCrossEntropy or multiclassHinge, with ${classes} outputs.`,
    };
  }
  if (output[0] === 1) return null;
  return {
    message: `${title} expects one output, the network gives ${formatShape(output)}`,
    remedy: `${dense(1)}.`,
    outputs: 1,
  };
}

/** One output for two classes, or one output for each class. */
export function misfitOfEitherScore(
  title: string,
  output: Shape,
  task: DatasetTask,
  classes: number,
): Misfit | null {
  const misfit = notClasses(title, task) ?? notAVector(title, output);
  if (misfit !== null || output[0] === classes || (output[0] === 1 && classes === 2)) return misfit;
  const fitting = classes === 2 ? 1 : classes;
  return {
    message: `${title} expects ${classes === 2 ? 'one output, or ' : ''}one output per class (${classes}), the network gives ${formatShape(output)}`,
    remedy: `${dense(fitting)}.`,
    outputs: fitting,
  };
}

/** Values of a regression, or classes as 0 and 1. */
export function misfitOfValues(
  title: string,
  output: Shape,
  task: DatasetTask,
  classes: number,
): Misfit | null {
  return task === 'regression'
    ? notAVector(title, output)
    : misfitOfEitherScore(title, output, task, classes);
}
