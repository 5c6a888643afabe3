import { describe, expect, it } from 'vitest';
import { diagnose } from '@shared/diagnosis';
import { applyEdits } from '@shared/diagnosis/edits';
import { parseExperiment } from '@shared/experiment/parsing';
import { experimentOf as templateExperiment, templateCatalogue } from '@shared/experiment/templates';
import { adam, dense, experimentOf, perceptron, type Parts } from '../../../bench/doctor/experiments';
import { trainHere } from '../../../bench/doctor/train';

const moons: Parts['dataset'] = { kind: 'moons', examples: 400 };
const experiment = (parts: Parts) => parseExperiment(experimentOf('of the doctor', parts));

const deepSigmoid = templateCatalogue.find(({ id }) => id === 'deepSigmoid');
if (deepSigmoid === undefined) throw new Error('there is no such template');

/** The five that a person should be told of at once, each with the layer that is named. */
const cases = [
  {
    name: 'hidden units that are dead from the start',
    kind: 'deadUnits',
    layer: 'relu2',
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
    broken: templateExperiment(deepSigmoid),
  },
  {
    name: 'tanh with weights drawn with deviation 1',
    kind: 'initialScaleTooLarge',
    layer: 'dense3',
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
    broken: experiment({
      dataset: moons,
      training: { ...adam, optimizer: { kind: 'momentum', learningRate: 5 } },
      layers: perceptron(2, 24, 'relu', 2),
    }),
  },
];

describe.each(cases)('a run with $name', ({ kind, layer, broken }) => {
  it('has its root named on its layer within ten observations, and is mended by the first remedy', async () => {
    const facts = await trainHere(broken);
    const [root] = diagnose(facts);
    expect([root?.kind, root?.layer, root?.causedBy]).toEqual([kind, layer, null]);
    const early = { ...facts, state: 'running' as const, observations: facts.observations.slice(0, 10) };
    expect(diagnose(early).map((finding) => finding.kind)).toContain(kind);

    const mended = await trainHere(applyEdits(broken, root?.remedies[0]?.edits ?? []));
    expect(diagnose(mended).map((finding) => finding.kind)).not.toContain(kind);
    const lastOf = ({ validationLoss: { values } }: typeof facts) => values[values.length - 1] ?? Infinity;
    expect(lastOf(mended)).toBeLessThan(lastOf(facts));
  });
});

describe('a healthy run', () => {
  it.each([
    ['a net of ReLUs', perceptron(2, 24, 'relu', 2)],
    ['many sparse ReLUs', perceptron(2, 64, 'relu', 2)],
    ['deep normalized ReLUs', perceptron(6, 24, 'relu', 2, [{ kind: 'batchNormalization' }])],
    ['ELUs with negative means', perceptron(4, 24, 'elu', 2)],
  ])('of %s gives nothing to say', async (_name, layers) => {
    expect(diagnose(await trainHere(experiment({ dataset: moons, training: adam, layers })))).toEqual([]);
  });
});
