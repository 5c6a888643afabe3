import type { LossDefinition } from '@shared/training/loss';
import { hinge } from '@shared/training/losses/hinge';
import { meanSquaredError } from '@shared/training/losses/meanSquaredError';
import { multiclassHinge } from '@shared/training/losses/multiclassHinge';
import { sigmoidCrossEntropy } from '@shared/training/losses/sigmoidCrossEntropy';
import { softmaxCrossEntropy } from '@shared/training/losses/softmaxCrossEntropy';
import { answeredClass } from '@shared/training/losses/targets';
import { penaltyOf } from '@shared/training/regularization';
import { beforeAll, describe, expect, it } from 'vitest';
import { EagerOps } from '../../../src-main/trainer/eager/ops/eagerOps';
import { bestBackend, type Backend } from '../../../src-main/trainer/eager/tensorflow';

let backend: Backend;
let ops: EagerOps;
beforeAll(() => {
  backend = bestBackend();
  ops = new EagerOps(backend, { seed: 1, step: 0 });
});

function inputs(scores: number[][], labels: number[], classes: number) {
  const { tf } = backend;
  return {
    output: tf.tensor2d(scores),
    target: tf.tensor1d(labels, 'int32'),
    task: 'classification' as const,
    classes,
  };
}

function lossesOf<P extends object>(
  loss: LossDefinition<P>,
  scores: number[][],
  labels: number[],
  classes: number,
): number[] {
  return backend.tf.tidy(() => {
    const values = loss.perExample(ops, inputs(scores, labels, classes), loss.schema.parse({}));
    return [...values.dataSync()];
  });
}

function rightOf<P extends object>(
  loss: LossDefinition<P>,
  scores: number[][],
  labels: number[],
  classes: number,
) {
  return backend.tf.tidy(() => {
    const answers = answeredClass(ops, inputs(scores, labels, classes).output, loss.threshold);
    return Array.from(answers.dataSync(), (answer, place) => (answer === labels[place] ? 1 : 0));
  });
}

/** CS231n lecture 3, cat, car and frog: the scores of three images and their classes. */
const images = [
  [3.2, 5.1, -1.7],
  [1.3, 4.9, 2.0],
  [2.2, 2.5, -3.1],
];

describe('CS231n’s worked examples', () => {
  it('the SVM loses 2.9, 0 and 12.9 on cat, car and frog', () => {
    const [cat, car, frog] = lossesOf(multiclassHinge, images, [0, 1, 2], 3);
    expect(cat).toBeCloseTo(2.9, 5);
    expect(car).toBe(0);
    expect(frog).toBeCloseTo(12.9, 5);
  });

  it('the scores [−2.85, 0.86, 0.28] lose 1.58 by the hinge and 1.04 by the softmax', () => {
    const scores = [[-2.85, 0.86, 0.28]];
    expect(lossesOf(multiclassHinge, scores, [2], 3)[0]).toBeCloseTo(1.58, 5);
    expect(lossesOf(softmaxCrossEntropy, scores, [2], 3)[0]).toBeCloseTo(1.04, 2);
  });

  it('equal scores lose log C by the softmax and C − 1 by the hinge', () => {
    const scores = [Array<number>(10).fill(0.3)];
    expect(lossesOf(softmaxCrossEntropy, scores, [4], 10)[0]).toBeCloseTo(Math.log(10), 5);
    expect(lossesOf(multiclassHinge, scores, [4], 10)[0]).toBeCloseTo(9, 5);
  });

  it('shifting all scores changes no softmax loss, however large they are', () => {
    const shifted = images.map((scores) => scores.map((score) => score + 1000));
    const expected = lossesOf(softmaxCrossEntropy, images, [0, 1, 2], 3);
    const found = lossesOf(softmaxCrossEntropy, shifted, [0, 1, 2], 3);
    found.forEach((loss, index) => expect(loss).toBeCloseTo(expected[index] ?? NaN, 3));
  });

  it('L2 prefers spread weights: ½‖w‖² is 0.5 and 0.125', () => {
    backend.tf.tidy(() => {
      const regularization = { l1: 0, l2: 1, maxNorm: null };
      const of = (weights: number[]) =>
        penaltyOf(ops, [{ weight: backend.tf.tensor1d(weights), regularization }])?.dataSync()[0];
      expect(of([1, 0, 0, 0])).toBe(0.5);
      expect(of([0.25, 0.25, 0.25, 0.25])).toBe(0.125);
    });
  });
});

describe('losses on one output', () => {
  it('logistic regression loses log 2 where it does not know, and nothing overflows', () => {
    const losses = lossesOf(sigmoidCrossEntropy, [[0], [0], [100], [-100]], [0, 1, 1, 1], 2);
    expect(losses[0]).toBeCloseTo(Math.LN2, 6);
    expect(losses[1]).toBeCloseTo(Math.LN2, 6);
    expect(losses[2]).toBe(0);
    expect(losses[3]).toBe(100);
  });

  it('the binary SVM charges what the margin lacks', () => {
    expect(lossesOf(hinge, [[2], [0.25], [0.25], [-3]], [1, 1, 0, 0], 2)).toEqual([0, 0.75, 1.25, 0]);
  });

  it('a class is right above the threshold between the targets', () => {
    expect(rightOf(hinge, [[0.1], [-0.1], [0.1]], [1, 0, 0], 2)).toEqual([1, 1, 0]);
    expect(rightOf(meanSquaredError, [[0.6], [0.4], [0.4]], [1, 0, 1], 2)).toEqual([1, 1, 0]);
  });

  it('a class of several is right where its score is the largest', () => {
    expect(rightOf(softmaxCrossEntropy, images, [1, 1, 2], 3)).toEqual([1, 1, 0]);
  });
});
