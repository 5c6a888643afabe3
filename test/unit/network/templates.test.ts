import { describe, expect, it } from 'vitest';
import { generatorCatalogue } from '@shared/data/catalogue';
import type { GeneratedDataset, GeneratorDefinition } from '@shared/data/dataset';
import { inferNetwork, type InferredNetwork } from '@shared/network/inference';
import { experimentOf, templateCatalogue, type NetworkTemplate } from '@shared/experiment/templates';
import { checkExperiment } from '@shared/experiment/check';
import { kindOf } from '@shared/training/config';
import { findLoss } from '@shared/training/losses';

function dataOf(template: NetworkTemplate): GeneratedDataset {
  const { dataset } = experimentOf(template);
  const generator = generatorCatalogue.find((definition) => definition.kind === dataset.kind);
  if (generator === undefined) throw new Error(`${dataset.kind} is not drawn`);
  return (generator as GeneratorDefinition).generate(dataset);
}

function infer(template: NetworkTemplate): InferredNetwork {
  const { inputShape } = dataOf(template);
  return inferNetwork(experimentOf(template).network, { inputShape });
}

function template(id: string): NetworkTemplate {
  const found = templateCatalogue.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no template ${id}`);
  return found;
}

describe.each(templateCatalogue)('the template "$title"', (each) => {
  it('can be computed on its own data, which need no files', () => {
    const errors = infer(each).problems.filter((problem) => problem.severity === 'error');
    expect(errors).toEqual([]);
  });

  it('ends in what its loss takes', () => {
    const { training } = experimentOf(each);
    const { outputShape } = infer(each);
    const { task, classNames } = dataOf(each);
    const loss = findLoss(kindOf(training.loss));
    expect(loss?.misfit({}, outputShape ?? [], task, classNames.length)).toBeNull();
  });

  it('has a slider, if any, for a parameter that is there and within its bounds', () => {
    const { slider } = each;
    if (slider === undefined) return;
    const layer = infer(each).layers.find(({ id }) => id === slider.layer);
    const value = (layer?.parameters as Record<string, number>)[slider.parameter];
    expect(value).toBeGreaterThanOrEqual(slider.minimum);
    expect(value).toBeLessThanOrEqual(slider.maximum);
  });
});

describe('the templates’ sizes', () => {
  it.each([
    ['logisticRegression', 2 + 1],
    ['linearSoftmax', 2 * 3 + 3],
    ['threeFourFourOne', 41],
    ['twoLayer', 3072 * 100 + 100 + 100 * 10 + 10],
    ['lenet5', 61_706],
    ['spirals', 2 * 16 + 16 + (16 * 16 + 16) + (16 * 2 + 2)],
  ])('%s has %i parameters', (id, count) => {
    expect(infer(template(id)).totals.parameterCount).toBe(count);
  });

  it('only the nets that are to show it are warned of fading gradients', () => {
    const warned = templateCatalogue
      .filter((each) => checkExperiment(experimentOf(each), dataOf(each)).problems.length > 0)
      .map(({ id }) => id);
    expect(warned).toEqual(['deepSigmoid', 'lenet5']);
  });
});
