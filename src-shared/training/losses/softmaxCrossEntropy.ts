import { z } from 'zod';
import { defineLoss } from '../loss';
import { logOfShare } from './targets';
import { misfitOfClassScores } from './fit';

export const softmaxCrossEntropy = defineLoss({
  kind: 'softmaxCrossEntropy',
  title: 'Softmax cross-entropy',
  description: {
    summary:
      'Turns the scores into probabilities with a softmax and charges the negative logarithm of the right ' +
      'class’s. The network ends with plain scores: the softmax is part of the loss. Label smoothing takes a ' +
      'little certainty from the target and spreads it over all classes.',
    formula: 'L = −Σⱼ qⱼ log softmax(s)ⱼ,  q = (1 − ε)·onehot(y) + ε/C',
    source: 'CS231n, Linear Classification: Softmax classifier; Szegedy et al. 2016 (label smoothing)',
  },
  schema: z.strictObject({ labelSmoothing: z.number().min(0).lt(1).default(0) }),
  fields: {
    labelSmoothing: { label: 'Label smoothing', control: 'number', minimum: 0, maximum: 0.9, step: 0.05 },
  },
  code: {
    needsClasses: true,
    keras: ({ labelSmoothing }) =>
      labelSmoothing === 0
        ? { expression: 'keras.losses.SparseCategoricalCrossentropy(from_logits=True)', target: 'index' }
        : {
            expression: `keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=${labelSmoothing})`,
            target: 'oneHot',
          },
    pytorch: ({ labelSmoothing }) => ({
      expression: `nn.CrossEntropyLoss(${labelSmoothing === 0 ? '' : `label_smoothing=${labelSmoothing}`})`,
      target: 'index',
    }),
    tfjs: ({ labelSmoothing }) => ({
      expression: `(targets, outputs) => tf.losses.softmaxCrossEntropy(targets, outputs${
        labelSmoothing === 0 ? '' : `, undefined, ${labelSmoothing}`
      })`,
      target: 'oneHot',
    }),
  },
  threshold: 0,
  traits: { takesScores: true, appliesActivation: 'softmax' },
  misfit: (_parameters, output, task, classes) =>
    misfitOfClassScores('Softmax cross-entropy', output, task, classes),
  constantOutput: (shares, { labelSmoothing }) =>
    shares.map((share) => logOfShare((1 - labelSmoothing) * share + labelSmoothing / shares.length)),
  perExample(ops, { output, target, classes }, { labelSmoothing }) {
    const certain = ops.oneHot(target, classes);
    const wanted =
      labelSmoothing === 0
        ? certain
        : ops.add(
            ops.multiply(certain, ops.constant(1 - labelSmoothing)),
            ops.constant(labelSmoothing / classes),
          );
    return ops.negate(ops.sum(ops.multiply(wanted, ops.logSoftmax(output)), [-1]));
  },
});
