import { AppError } from '@shared/errors';
import { parseExperiment, parseExperimentText } from '@shared/experiment/parsing';
import { describe, expect, it } from 'vitest';
import { twoLayerNet } from '../../fixtures/experiments/twoLayerNet';

function problemOf(json: unknown) {
  try {
    parseExperiment(json);
  } catch (error) {
    return AppError.from(error).toData();
  }
  throw new Error('the experiment was taken');
}

function withLayer(index: number, change: object) {
  const layers = twoLayerNet.network.layers.map((layer, at) =>
    at === index ? { ...layer, ...change } : layer,
  );
  return { ...twoLayerNet, network: { ...twoLayerNet.network, layers } };
}

describe('an experiment file', () => {
  it('is read with every default filled in', () => {
    const experiment = parseExperiment(twoLayerNet);
    expect(experiment.network.layers[1]).toMatchObject({ units: 100, initializer: 'heNormal' });
    expect(experiment.dataset).toMatchObject({ testFraction: 0, splitSeed: 1 });
    expect(experiment.training).toMatchObject({ l1: 0, warmupSteps: 0, batchSize: 128 });
  });

  it('of a newer version says so before anything else', () => {
    const problem = problemOf({ version: 2, surprising: true });
    expect(problem).toMatchObject({ code: 'badExperiment', where: 'version' });
    expect(problem.message).toContain('newer Layerlab');
  });

  it('with an unknown layer names it, where it stands, and the nearest known kind', () => {
    const problem = problemOf(withLayer(1, { kind: 'Dens' }));
    expect(problem).toMatchObject({ code: 'badExperiment', where: 'network.layers[1].kind' });
    expect(problem.message).toContain('"hidden"');
    expect(problem.remedy).toContain('"dense"');
  });

  it('with an unknown data set names the nearest', () => {
    const problem = problemOf({ ...twoLayerNet, dataset: { kind: 'spiral' } });
    expect(problem).toMatchObject({ code: 'badDataset', where: 'dataset.kind' });
    expect(problem.remedy).toContain('"spirals"');
  });

  it.each([
    [
      'a misspelt setting',
      { training: { ...twoLayerNet.training, batchsize: 4 } },
      'training.batchsize',
      '"batchSize"',
    ],
    [
      'a number out of range',
      { training: { ...twoLayerNet.training, epochs: 0 } },
      'training.epochs',
      'at least 1',
    ],
    ['a text for a number', { training: { ...twoLayerNet.training, l2: 'much' } }, 'training.l2', 'a number'],
    ['no version', { version: undefined }, 'version', 'Put 1'],
    ['a missing part', { network: undefined }, 'network', 'an object'],
    [
      'a wrong choice',
      { dataset: { ...twoLayerNet.dataset, scaling: 'standardise' } },
      'dataset.scaling',
      '"standardize"',
    ],
    [
      'a misspelt field of the data set',
      { dataset: { ...twoLayerNet.dataset, splitseed: 1 } },
      'dataset.splitseed',
      '"splitSeed"',
    ],
    [
      'an edge with one end',
      { network: { ...twoLayerNet.network, edges: [['input']] } },
      'network.edges[0]',
      '',
    ],
  ])('with %s says where and what to do', (_what, change, where, remedy) => {
    const problem = problemOf({ ...twoLayerNet, ...change });
    expect(problem.where).toBe(where);
    expect(problem.remedy).toContain(remedy);
  });

  it.each([[null], ['text'], [[1]], [3]])('that is not an object (%j) is refused', (json) => {
    expect(problemOf(json).code).toBe('badExperiment');
  });

  it.each([
    ['two commas', '{ "version": 1,, }', 'line 1, column 16'],
    ['a value that is none', '{\n  "version": one\n}', 'line 2, column 14'],
    ['a missing value', '{\n  "version": 1,\n  "name": }', 'line 3, column 11'],
    ['a missing end', '{\n  "version": 1\n', 'line 3, column 1'],
    ['something behind its end', '{}\n{}', 'line 2, column 1'],
    ['a line break in a text', '{\n  "name": "a\nb"\n}', 'line 2, column 13'],
    ['nothing in it', '', 'line 1, column 1'],
  ])('that is not JSON, with %s, says so and where', (_what, text, where) => {
    const reading = () => parseExperimentText(text);
    expect(reading).toThrow(/^The file is not JSON: unexpected (end|".+")$/);
    expect(reading).toThrow(expect.objectContaining({ code: 'badExperiment', where }));
  });
});
