import { describe, expect, it } from 'vitest';
import { sweepableFields } from '@shared/experiment/settings/fields';
import { experimentOf, startUpTemplate } from '@shared/experiment/templates';
import { requireSweep } from '@shared/runs/sweeps/check';
import { firstSpace, fromText, toText } from '../../../src-renderer/features/sweeps/parameterText';

describe('what is tried in a field', () => {
  it.each([
    [[4, 8, 16]],
    [['adam', 'sgd']],
    [{ choice: [true, false] }],
    [{ logUniform: [0.0001, 0.1] }],
    [{ integer: [1, 9] }],
    [[{ kind: 'normal', standardDeviation: 0.1 }, 'heNormal']],
  ])('is written and read as %j', (written) => {
    expect(fromText(toText(written))).toEqual(written);
  });

  it('may be written with blanks, and without what is left empty', () => {
    expect(fromText({ kind: 'values', text: ' 1,2 , , 3' })).toEqual([1, 2, 3]);
  });

  const experiment = experimentOf(startUpTemplate);
  const offered = sweepableFields(experiment).filter(({ path }) => !path.endsWith('.kind'));

  it('is offered for the layers, the optimizer, the training and the data', () => {
    const paths = offered.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'training.optimizer.learningRate',
        'network.hidden1.units',
        'training.batchSize',
        'dataset.noise',
      ]),
    );
  });

  it('is not offered for what has no best value, such as which examples a seed keeps out of training', () => {
    const paths = offered.map(({ path }) => path);
    expect(paths).toContain('dataset.validationFraction');
    const lucky = ['folds', 'fold', 'splitSeed', 'seed'].map((name) => `dataset.${name}`);
    expect(paths.filter((path) => lucky.includes(path))).toEqual([]);
  });

  it.each(offered.map((field) => [field.path, field] as const))(
    'begins at %s with values that can be',
    (path, field) => {
      const sweep = {
        method: 'grid' as const,
        parameters: { [path]: firstSpace(field) },
        seeds: 1,
        metric: 'validation.loss',
      };
      expect(() => requireSweep({ ...experiment, sweep })).not.toThrow();
    },
  );
});
