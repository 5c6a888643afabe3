import { describe, expect, it } from 'vitest';
import { diagnose } from '@shared/diagnosis';
import { startChecks } from '@shared/diagnosis/checks';
import { applyEdits } from '@shared/diagnosis/edits';
import { adam, perceptron, type Parts } from '../../../bench/doctor/experiments';
import { trainHere } from '../../../bench/doctor/train';
import { doctorCases, experiment, moons } from '../../support/doctorCases';

describe.each(doctorCases)('a run with $name', ({ kind, layer, broken, failedChecks }) => {
  it('has its root named on its layer within ten observations, and is mended by the first remedy', async () => {
    const facts = await trainHere(broken);
    const [root] = diagnose(facts);
    const failed = startChecks(facts).flatMap((check) => (check.passed ? [] : [check.kind]));
    expect(failed).toEqual(failedChecks);
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
    const facts = await trainHere(experiment({ dataset: moons, training: adam, layers }));
    expect(diagnose(facts)).toEqual([]);
    expect(startChecks(facts).map(({ passed }) => passed)).toEqual([true, true, true, true]);
  });
});

it('a run whose first step throws its weights beyond all numbers is not said to have moved by nothing', async () => {
  const layers = perceptron(2, 24, 'relu', 2);
  const training = { ...adam, optimizer: { kind: 'sgd', learningRate: 1e30 } };
  const facts = await trainHere(experiment({ dataset: moons, training, layers }));
  const found = diagnose({ ...facts, state: 'diverged' }).find(({ kind }) => kind === 'learningRateTooHigh');
  expect(found?.evidence['updateToWeight']).toBe('not a number');
});

describe('a run whose net errs for good', () => {
  const erring = (dataset: Parts['dataset'], wrongLabels: number, classes: number) =>
    trainHere(
      experiment({ dataset, training: adam, layers: perceptron(2, 24, 'relu', classes) }),
      wrongLabels,
    );

  it('is told of labels that may be wrong where they are', async () => {
    const found = diagnose(await erring({ kind: 'blobs', examples: 400 }, 0.2, 3));
    expect(found.map(({ kind }) => kind)).toEqual(['labelNoise']);
  });

  it('is told of nothing where its classes overlap', async () => {
    expect(diagnose(await erring({ kind: 'circles', examples: 400, noise: 0.35 }, 0, 2))).toEqual([]);
  });
});
