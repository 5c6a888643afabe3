import { describeStopping, watchedStopping } from '../stopping';
import { pythonLearningRate } from '../learningRateCode';
import type { CodePlan } from '../plan';
import { pythonAugmentation } from '../augmentation/pythonAugmentation';
import { mathImport, pythonDataNames } from '../pythonData';
import type { TargetForm, WrittenLoss } from '../../frameworks/trainingCode';
import { indented, writePythonCall, type CodeArgument, type CodeValue } from '../../frameworks/values';

function writeOptimizer({ training }: CodePlan): string {
  const { keras } = training.optimizer.definition.code;
  const parameters = training.optimizer.parameters as Readonly<Record<string, unknown>>;
  const names = Object.entries(keras.arguments) as [string, string][];
  const { clipNorm } = training.config;
  const written: CodeArgument[] = [
    ...names.map(([name, kerasName]) => ({ name: kerasName, value: parameters[name] as CodeValue })),
    ...Object.entries(keras.fixed ?? {}).map(([name, value]) => ({ name, value })),
    ...(clipNorm === undefined ? [] : [{ name: 'global_clipnorm', value: clipNorm }]),
  ];
  return writePythonCall(`keras.optimizers.${keras.className}`, written, 8, 11);
}

const targets: Readonly<Record<TargetForm, (classes: number) => string | null>> = {
  index: () => null,
  values: () => null,
  column: () => 'y.astype("float32").reshape(-1, 1)',
  oneHot: (classes) => `keras.utils.to_categorical(y, ${classes})`,
};

function writeMetrics(plan: CodePlan, loss: WrittenLoss): string {
  const { threshold } = plan.training.loss.definition;
  switch (loss.target) {
    case 'values':
      return '';
    case 'index':
      return '        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],\n';
    case 'oneHot':
      return '        metrics=[keras.metrics.CategoricalAccuracy(name="accuracy")],\n';
    case 'column':
      return `        metrics=[keras.metrics.BinaryAccuracy(threshold=${threshold}, name="accuracy")],\n`;
  }
}

const rateCallback = `class LearningRate(keras.callbacks.Callback):
    """Sets the learning rate before each step."""

    def __init__(self, steps_per_epoch, epochs):
        super().__init__()
        self.steps_per_epoch, self.total_steps, self.step = steps_per_epoch, steps_per_epoch * epochs, 0

    def on_train_batch_begin(self, batch, logs=None):
        rate = learning_rate(self.step, self.steps_per_epoch, self.total_steps)
        self.model.optimizer.learning_rate = rate
        self.step += 1`;

function writeCallbacks({ training }: CodePlan, hasRate: boolean): string[] {
  const { epochs, batchSize } = training.config;
  const earlyStopping = watchedStopping(training);
  const { schedule, optimizer } = training;
  const reacting =
    schedule?.definition.code.kerasCallback?.(schedule.parameters, optimizer.parameters.learningRate) ?? null;
  return [
    ...(hasRate ? [`LearningRate(-(-len(x_train) // ${batchSize}), ${epochs})`] : []),
    ...(reacting === null ? [] : [reacting]),
    ...(earlyStopping === null
      ? []
      : [
          `keras.callbacks.EarlyStopping(monitor="val_${earlyStopping.monitor}", ` +
            `patience=${earlyStopping.patience}, min_delta=${earlyStopping.minimumChange}, ` +
            `restore_best_weights=${earlyStopping.restoreBest ? 'True' : 'False'})`,
        ]),
  ];
}

const changedImages = (batchSize: number): string => `class ChangedImages(keras.utils.PyDataset):
    """Batches of training images, in another order and changed anew in each epoch."""

    def __init__(self, x, y, scale):
        super().__init__()
        self.x, self.y, self.scale = x, y, scale
        self.on_epoch_end()

    def on_epoch_end(self):
        self.order = generator.permutation(len(self.x))

    def __len__(self):
        return -(-len(self.x) // ${batchSize})

    def __getitem__(self, index):
        chosen = self.order[index * ${batchSize} : (index + 1) * ${batchSize}]
        return np.stack([augment(self.x[i], self.scale) for i in chosen]), self.y[chosen]`;

/** `train(model)` with what it needs. */
export function kerasTraining(plan: CodePlan): { imports: string[]; sources: string[]; train: string } {
  const { training } = plan;
  const loss = training.loss.definition.code.keras(training.loss.parameters, plan.loss);
  const rate = pythonLearningRate(training);
  const callbacks = writeCallbacks(plan, rate !== null);
  const prepared = targets[loss.target](plan.loss.outputs);
  const prepare = prepared === null ? '' : `    y_train, y_val = (${prepared} for y in (y_train, y_val))\n`;
  const { batchSize, epochs, earlyStopping } = training.config;
  const leftOut =
    earlyStopping === undefined || watchedStopping(training) !== null
      ? ''
      : `    # Left out: ${describeStopping(earlyStopping)}.\n`;
  const { changes } = plan;
  const fitted =
    changes === null
      ? `        x_train,
        y_train,
        batch_size=${batchSize},
`
      : '        ChangedImages(x_train, y_train, scale),\n';
  const train = `def train(model):
    ${pythonDataNames(plan)} = load_data()
${prepare}    model.compile(
        optimizer=${writeOptimizer(plan)},
        loss=${loss.expression},
${writeMetrics(plan, loss)}    )
${leftOut}    model.fit(
${fitted}        epochs=${epochs},
        validation_data=(x_val, y_val),
${callbacks.length === 0 ? '' : `        callbacks=[\n${indented(callbacks.map((line) => `${line},\n`).join(''), 12)}        ],\n`}    )`;
  const sources = [
    ...(loss.source === undefined ? [] : [loss.source]),
    ...(rate === null ? [] : [rate, rateCallback]),
    ...(changes === null ? [] : [...pythonAugmentation(changes), changedImages(batchSize)]),
  ];
  return { imports: mathImport(sources), sources, train };
}
