import { sizeOf } from '../../ops/shape';
import type { NetworkGoal } from '../inference';
import { warningAt } from '../problems';
import type { Advice } from './advice';
import { lastWeighted } from './graph';

export const outputSize: Advice = (network, goal) => {
  const last = lastWeighted(network);
  const wanted = wantedOutputs(goal);
  const { outputId, outputShape } = network;
  if (wanted === null || outputShape === null || outputId === null || sizeOf(outputShape) === wanted.outputs)
    return [];
  const parameter = last?.definition.kind.startsWith('conv') ? 'filters' : 'units';
  const canBeSet = last !== undefined && outputShape.length === 1 && parameter in last.parameters;
  return [
    warningAt(`The net gives ${sizeOf(outputShape)} outputs, but ${wanted.because}`, {
      layer: last?.id ?? outputId,
      remedy: `Set the last layer with weights to ${wanted.outputs}.`,
      fixes: canBeSet
        ? [
            {
              ...{ kind: 'setParameters', layer: last.id, parameters: { [parameter]: wanted.outputs } },
              title: `Set ${parameter} to ${wanted.outputs}`,
            },
          ]
        : [],
    }),
  ];
};

interface WantedOutputs {
  readonly outputs: number;
  readonly because: string;
}

const binaryLosses: ReadonlySet<string> = new Set(['hinge', 'sigmoidCrossEntropy', 'squaredHinge']);
const lossesOfClassScores: ReadonlySet<string> = new Set(['softmaxCrossEntropy', 'multiclassHinge']);

/** How many outputs the loss and the data ask for; null where that is not known or not for this advice to say. */
function wantedOutputs({ loss, task, classes, targetSize }: NetworkGoal): WantedOutputs | null {
  if (task === 'regression') {
    if (targetSize === undefined) return null;
    return { outputs: targetSize, because: `an example has ${targetSize} to predict` };
  }
  if (loss === undefined || classes === undefined || classes < 2) return null;
  if (lossesOfClassScores.has(loss))
    return { outputs: classes, because: `the data set has ${classes} classes` };
  if (binaryLosses.has(loss) && classes === 2)
    return { outputs: 1, because: 'the loss takes one score for two classes' };
  return null;
}
