import { describeStopping, watchedStopping } from '../stopping';
import { javaScriptLearningRate } from '../learningRateCode';
import type { CodePlan } from '../plan';
import { tfjsAugmentation } from './tfjsAugmentation';
import type { TargetForm } from '../../frameworks/trainingCode';

const targets: Readonly<Record<TargetForm, (classes: number) => string>> = {
  index: () => 'tf.tensor1d(targets, "int32")',
  values: () => 'tf.tensor2d(targets)',
  column: () => 'tf.tensor2d(targets, [targets.length, 1])',
  oneHot: (classes) => `tf.oneHot(tf.tensor1d(targets, 'int32'), ${classes}).toFloat()`,
};

function writeAccuracy({ training }: CodePlan, form: TargetForm): string | null {
  if (form === 'values') return null;
  if (form !== 'column') {
    return `function accuracy(targets, outputs) {
  return tf.tidy(() => outputs.argMax(-1).equal(targets.argMax(-1)).toFloat().mean());
}`;
  }
  const { threshold } = training.loss.definition;
  return `function accuracy(targets, outputs) {
  return tf.tidy(() => outputs.greater(${threshold}).toFloat().equal(targets).toFloat().mean());
}`;
}

function leftOut({ training }: CodePlan): string[] {
  const { clipNorm, earlyStopping } = training.config;
  const { schedule, optimizer } = training;
  const lacks = optimizer.definition.code.tfjsLacks?.(optimizer.parameters) ?? null;
  const reacts = schedule !== null && schedule.definition.code.javascript(schedule.parameters) === null;
  return [
    ...(lacks === null ? [] : [lacks]),
    ...(reacts ? [`the schedule "${schedule.definition.title}": tfjs has no such callback`] : []),
    ...(training.config.classWeights === 'none' ? [] : ['weighing the classes in the loss']),
    ...(clipNorm === undefined ? [] : [`clipping all gradients to the norm ${clipNorm}`]),
    ...(earlyStopping?.restoreBest ? ['going back to the best weights at the end'] : []),
    ...(earlyStopping === undefined || watchedStopping(training) !== null
      ? []
      : [describeStopping(earlyStopping)]),
  ];
}

function writeCallbacks({ training }: CodePlan, hasRate: boolean): string[] {
  const { epochs, batchSize } = training.config;
  const earlyStopping = watchedStopping(training);
  return [
    ...(hasRate
      ? [
          `new tf.CustomCallback({
        onBatchBegin() {
          const stepsPerEpoch = Math.ceil(data.training.inputs.length / ${batchSize});
          const rate = learningRate(step++, stepsPerEpoch, ${epochs} * stepsPerEpoch);
          if (optimizer.setLearningRate) optimizer.setLearningRate(rate);
          else optimizer.learningRate = rate;
        },
      })`,
        ]
      : []),
    ...(earlyStopping === null
      ? []
      : [
          `tf.callbacks.earlyStopping({
        monitor: '${earlyStopping.monitor === 'loss' ? 'val_loss' : 'val_accuracy'}',
        patience: ${earlyStopping.patience},
        minDelta: ${earlyStopping.minimumChange},
      })`,
        ]),
  ];
}

const changedImages = (
  batchSize: number,
): string => `/** Batches of training images, in another order and changed anew in each epoch. */
function changedImages(images, targets, scale) {
  return tf.data.generator(function* () {
    const order = tf.util.createShuffledIndices(images.shape[0]);
    for (let start = 0; start < order.length; start += ${batchSize}) {
      yield tf.tidy(() => {
        const chosen = tf.tensor1d(Int32Array.from(order.subarray(start, start + ${batchSize})), 'int32');
        return { xs: augment(images.gather(chosen), scale), ys: targets.gather(chosen) };
      });
    }
  });
}`;

/** `train(model)` with what it needs. */
export function tfjsTraining(plan: CodePlan): { sources: string[]; train: string } {
  const { training } = plan;
  const { batchSize, epochs, seed } = training.config;
  const loss = training.loss.definition.code.tfjs(training.loss.parameters, plan.loss);
  const rate = javaScriptLearningRate(training);
  const accuracy = writeAccuracy(plan, loss.target);
  const callbacks = writeCallbacks(plan, rate !== null);
  const remarks = leftOut(plan)
    .map((remark) => `  // Left out: ${remark}.\n`)
    .join('');
  const { changes } = plan;
  const fitted =
    changes === null
      ? `return model.fit(inputs(data.training.inputs), targets(data.training.targets), {
    batchSize: ${batchSize},
    shuffle: true,
`
      : `const batches = changedImages(inputs(data.training.inputs), targets(data.training.targets), data.scale);
  return model.fitDataset(batches, {
`;
  const train = `/** tfjs has no seed for everything; Layerlab's own was ${seed}. */
export async function train(model) {
  const data = await loadData();
  const inputs = (values) => tf.tensor(values);
  const targets = (targets) => tf.tidy(() => ${targets[loss.target](plan.loss.outputs)});
${remarks}  const optimizer = ${training.optimizer.definition.code.tfjs(training.optimizer.parameters)};
${rate === null ? '' : '  let step = 0;\n'}  model.compile({
    optimizer,
    loss: ${loss.expression},${accuracy === null ? '' : '\n    metrics: [accuracy],'}
  });
  ${fitted}    epochs: ${epochs},
    validationData: [${changes === null ? '' : 'data.scale('}inputs(data.validation.inputs)${changes === null ? '' : ')'}, targets(data.validation.targets)],
${callbacks.length === 0 ? '' : `    callbacks: [\n${callbacks.map((text) => `      ${text},\n`).join('')}    ],\n`}  });
}`;
  const sources = [
    ...[loss.source, accuracy, rate].filter((source) => typeof source === 'string'),
    ...(changes === null ? [] : [...tfjsAugmentation(changes), changedImages(batchSize)]),
  ];
  return { sources, train };
}
