import type { DatasetFacts } from '@shared/data/facts';
import { checkExperiment, requireSound } from '@shared/experiment/check';
import { parseExperiment } from '@shared/experiment/parsing';
import { describe, expect, it } from 'vitest';

const names = (count: number) => Array.from({ length: count }, (_, index) => `class ${index}`);
const tenClasses: DatasetFacts = { inputShape: [32, 32, 3], task: 'classification', classNames: names(10) };
const twoClasses: DatasetFacts = { inputShape: [2], task: 'classification', classNames: names(2) };
const grayDigits: DatasetFacts = { ...tenClasses, inputShape: [28, 28, 1] };
const oneValue: DatasetFacts = { inputShape: [2], task: 'regression', classNames: [] };

function experiment(units: number, training: object, last: readonly object[] = []) {
  const layers = [{ id: 'input', kind: 'input' }, { id: 'scores', kind: 'dense', units }, ...last] as {
    id: string;
  }[];
  const edges = layers.slice(1).map((layer, index) => [layers[index]?.id, layer.id]);
  return parseExperiment({ version: 1, network: { layers, edges }, dataset: { kind: 'moons' }, training });
}

function errorsOf(units: number, training: object, facts: DatasetFacts | null) {
  const { problems } = checkExperiment(experiment(units, training), facts);
  return problems.filter(({ severity }) => severity === 'error');
}

describe('an experiment', () => {
  it.each<[number, object, DatasetFacts]>([
    [10, { loss: 'softmaxCrossEntropy' }, tenClasses],
    [10, { loss: 'multiclassHinge' }, tenClasses],
    [1, { loss: 'sigmoidCrossEntropy' }, twoClasses],
    [1, { loss: 'hinge' }, twoClasses],
    [1, { loss: 'meanSquaredError' }, oneValue],
  ])('with %i outputs and %j has nothing wrong', (units, training, facts) => {
    expect(errorsOf(units, training, facts)).toEqual([]);
    expect(() => requireSound(experiment(units, training), facts)).not.toThrow();
  });

  it.each<[string, number, object, DatasetFacts, RegExp]>([
    ['too few outputs', 9, { loss: 'softmaxCrossEntropy' }, tenClasses, /10 units/],
    ['several outputs for a binary loss', 2, { loss: 'hinge' }, twoClasses, /1 unit/],
    ['a binary loss for ten classes', 1, { loss: 'hinge' }, tenClasses, /softmaxCrossEntropy/],
    ['a loss over classes for numbers', 2, { loss: 'softmaxCrossEntropy' }, oneValue, /meanSquaredError/],
    ['two outputs for one value', 2, { loss: 'huber' }, oneValue, /1 unit/],
    ['an unknown loss', 10, { loss: 'softmax' }, tenClasses, /softmaxCrossEntropy/],
    ['augmentation without images', 1, { loss: 'huber', augmentation: { shift: 1 } }, oneValue, /off/],
    ['a crop as large as the image', 10, { augmentation: { crop: 28 } }, grayDigits, /at most 27/],
    ['a cutout of the whole image', 10, { augmentation: { cutout: 30 } }, grayDigits, /at most 27/],
    ['stronger colors of gray images', 10, { augmentation: { saturation: 0.2 } }, grayDigits, /color/],
    [
      'early stopping by the accuracy of numbers',
      1,
      { loss: 'huber', earlyStopping: { monitor: 'accuracy' } },
      oneValue,
      /loss or r2 or meanAbsoluteError/,
    ],
    [
      'early stopping by the best three of two classes',
      2,
      { earlyStopping: { monitor: 'topThreeAccuracy' } },
      twoClasses,
      /loss or accuracy or balancedAccuracy or macroF1/,
    ],
  ])('with %s is told what to change', (_what, units, training, facts, remedy) => {
    const [error] = errorsOf(units, training, facts);
    expect(error?.error.remedy).toMatch(remedy);
    expect(error?.error.where).toMatch(/^training/);
    expect(() => requireSound(experiment(units, training), facts)).toThrow(error?.error.message);
  });

  it('stops early without validation only by what is told of training', () => {
    const without = (monitor: string) => {
      const base = experiment(2, { earlyStopping: { monitor } });
      const dataset = { ...base.dataset, validationFraction: 0 };
      const { problems } = checkExperiment({ ...base, dataset }, twoClasses);
      return problems
        .filter(({ severity }) => severity === 'error')
        .flatMap(({ error }) => error.remedy ?? []);
    };
    expect(without('accuracy')).toEqual([]);
    expect(without('macroF1')).toEqual([
      'Let it go by loss or accuracy, or keep some examples for validation.',
    ]);
    expect(errorsOf(2, { earlyStopping: { monitor: 'macroF1' } }, twoClasses)).toEqual([]);
  });

  it('whose output does not fit is offered a loss that does', () => {
    const [error] = errorsOf(1, { loss: 'softmaxCrossEntropy' }, twoClasses);
    expect(error?.fixes).toContainEqual(
      expect.objectContaining({ kind: 'setLoss', loss: 'sigmoidCrossEntropy' }),
    );
  });

  it.each<[number, object, DatasetFacts, number]>([
    [7, { loss: 'softmaxCrossEntropy' }, tenClasses, 10],
    [3, { loss: 'sigmoidCrossEntropy' }, twoClasses, 1],
    [2, { loss: 'meanSquaredError' }, oneValue, 1],
  ])(
    'with %i outputs for %j is told so once and offered the width that fits',
    (units, training, facts, fit) => {
      const flat = { ...facts, inputShape: [4] };
      const { problems } = checkExperiment(experiment(units, training), flat);
      expect(problems).toHaveLength(1);
      expect(problems[0]?.fixes).toContainEqual(
        expect.objectContaining({ kind: 'setParameters', layer: 'scores', parameters: { units: fit } }),
      );
    },
  );

  it('may have an output for each of two classes under the sigmoid cross-entropy', () => {
    const { problems } = checkExperiment(experiment(2, { loss: 'sigmoidCrossEntropy' }), twoClasses);
    expect(problems).toEqual([]);
  });

  it('is checked without a data set as far as that goes', () => {
    const wrong = experiment(1, { optimizer: { kind: 'adam', beta1: 2 } });
    const problems = checkExperiment(wrong, null).problems.map(({ error }) => error.where);
    expect(problems).toContain('training.optimizer.beta1');
  });

  it('is told with what it comes to', () => {
    const { network, training } = requireSound(experiment(1, { loss: 'hinge' }), twoClasses);
    expect(network.totals.parameterCount).toBe(3);
    expect(training.loss.definition.kind).toBe('hinge');
    expect(checkExperiment(experiment(1, { loss: 'nothing' }), twoClasses).training).toBeNull();
  });

  it('has its network inferred once, or not at all where that is at hand', () => {
    const checked = experiment(2, { loss: 'softmaxCrossEntropy' });
    let looks = 0;
    const watched = new Proxy(checked, {
      get: (target, name) => {
        if (name === 'network') looks += 1;
        return Reflect.get(target, name) as unknown;
      },
    });
    const { network } = checkExperiment(watched, twoClasses);
    expect(looks).toBe(1);
    expect(checkExperiment(watched, twoClasses, network).network).toBe(network);
    expect(looks).toBe(1);
  });
});

describe('early stopping', () => {
  const warningsOf = (validationFraction: number) => {
    const base = experiment(2, { earlyStopping: {} });
    const { problems } = checkExperiment(
      { ...base, dataset: { ...base.dataset, validationFraction } },
      twoClasses,
    );
    return problems.filter(({ severity }) => severity === 'warning').map(({ error }) => error.where);
  };

  it('says where it has no validation examples to go by', () => {
    expect(warningsOf(0)).toContain('training.earlyStopping');
    expect(warningsOf(0.2)).not.toContain('training.earlyStopping');
  });
});
