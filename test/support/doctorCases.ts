import type { FindingKind } from '@shared/diagnosis/finding';
import type { Experiment } from '@shared/experiment/experiment';
import { parseExperiment } from '@shared/experiment/parsing';
import { experimentOf as templateExperiment, templateCatalogue } from '@shared/experiment/templates';
import { adam, dense, experimentOf, perceptron, type Parts } from '../../bench/doctor/experiments';

export const moons: Parts['dataset'] = { kind: 'moons', examples: 400 };
export const experiment = (parts: Parts) => parseExperiment(experimentOf('of the doctor', parts));

const deepSigmoid = templateCatalogue.find(({ id }) => id === 'deepSigmoid');
if (deepSigmoid === undefined) throw new Error('there is no such template');

/** Fewer than the template's: all that matters shows in the first. */
const withEpochs = (of: Experiment, epochs: number): Experiment => ({
  ...of,
  training: { ...of.training, epochs },
});

/** The five that a person should be told of at once, each with the layer that is named. */
export const doctorCases: readonly {
  readonly name: string;
  readonly kind: FindingKind;
  readonly layer: string | null;
  /** Checks before the first step that see it, too. */
  readonly failedChecks: readonly string[];
  readonly broken: Experiment;
}[] = [
  {
    name: 'hidden units that are dead from the start',
    kind: 'deadUnits',
    layer: 'relu2',
    failedChecks: ['activations', 'gradients'],
    broken: experiment({
      dataset: { ...moons, scaling: 'unit' },
      training: adam,
      layers: [dense(16, { kind: 'uniform', minimum: -1, maximum: -0.1 }), { kind: 'relu' }, dense(2)],
    }),
  },
  {
    name: 'the deep sigmoid template',
    kind: 'vanishingGradients',
    layer: 'hidden1',
    failedChecks: ['gradients'],
    broken: withEpochs(templateExperiment(deepSigmoid), 20),
  },
  {
    name: 'tanh with weights drawn with deviation 1',
    kind: 'initialScaleTooLarge',
    layer: 'dense3',
    failedChecks: ['initialLoss'],
    broken: experiment({
      dataset: moons,
      training: adam,
      layers: perceptron(3, 32, 'tanh', 2).map((layer) =>
        layer.kind === 'dense' ? { ...layer, initializer: { kind: 'normal', standardDeviation: 1 } } : layer,
      ),
    }),
  },
  {
    name: 'raw pixels',
    kind: 'unscaledInputs',
    layer: 'input0',
    failedChecks: ['inputs', 'activations'],
    broken: experiment({
      dataset: { kind: 'renderedDigits', examples: 300, scaling: 'none' },
      training: { ...adam, epochs: 8 },
      layers: [{ kind: 'flatten' }, ...perceptron(1, 32, 'tanh', 10)],
    }),
  },
  {
    name: 'a learning rate a hundred times too high',
    kind: 'learningRateTooHigh',
    layer: null,
    failedChecks: [],
    broken: experiment({
      dataset: moons,
      training: { ...adam, optimizer: { kind: 'momentum', learningRate: 5 } },
      layers: perceptron(2, 24, 'relu', 2),
    }),
  },
];
