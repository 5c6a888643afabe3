import type { AnyLossDefinition } from '../loss';
import { hinge } from './hinge';
import { huber } from './huber';
import { meanAbsoluteError } from './meanAbsoluteError';
import { meanSquaredError } from './meanSquaredError';
import { multiclassHinge } from './multiclassHinge';
import { sigmoidCrossEntropy } from './sigmoidCrossEntropy';
import { softmaxCrossEntropy } from './softmaxCrossEntropy';
import { squaredHinge } from './squaredHinge';

/** Every loss, in the order forms show them. A new loss is its file and its line here. */
export const lossCatalogue: readonly AnyLossDefinition[] = [
  softmaxCrossEntropy,
  sigmoidCrossEntropy,
  hinge,
  squaredHinge,
  multiclassHinge,
  meanSquaredError,
  meanAbsoluteError,
  huber,
];

const byKind = new Map(lossCatalogue.map((definition) => [definition.kind, definition]));

export function findLoss(kind: string): AnyLossDefinition | undefined {
  return byKind.get(kind);
}
