import { describe, expect, it } from 'vitest';
import { noMetrics } from '@shared/runs/run';
import { metricRows } from '../../../src-renderer/features/compare/metricRows';
import { withLevel } from '../../../src-renderer/shared/charts/curves/drawnCurves';
import { chosenQuantity, quantitiesWith } from '../../../src-renderer/shared/charts/curves/quantities';
import {
  baselineOfCurves,
  describeBaseline,
  isNoBetterThanBaseline,
  measuredMetrics,
  measuredSets,
} from '../../../src-renderer/shared/runs/figures';

const lopsided = {
  metrics: {
    ...noMetrics,
    validationLoss: 0.2,
    validationAccuracy: 0.977,
    trainingAccuracy: 0.98,
    bestEpoch: 3,
  },
  baseline: { validationLoss: 0.11, validationAccuracy: 0.977, trainingAccuracy: 0.975 },
  naive: {},
};

describe('a figure beside its baseline', () => {
  it('is no better where the baseline is as good, and by which side is better', () => {
    expect(isNoBetterThanBaseline(lopsided, 'validation', 'accuracy')).toBe(true);
    expect(isNoBetterThanBaseline(lopsided, 'training', 'accuracy')).toBe(false);
    expect(isNoBetterThanBaseline(lopsided, 'validation', 'loss')).toBe(true);
    expect(
      isNoBetterThanBaseline({ ...lopsided, baseline: { validationLoss: 0.3 } }, 'validation', 'loss'),
    ).toBe(false);
  });

  it('says nothing where either is not known', () => {
    expect(isNoBetterThanBaseline(lopsided, 'test', 'accuracy')).toBe(false);
    expect(isNoBetterThanBaseline({ ...lopsided, baseline: {} }, 'validation', 'accuracy')).toBe(false);
    expect(describeBaseline(lopsided, 'test', 'accuracy')).toBeNull();
  });

  it('is told with what is always answered; beside curves, of validation where there is one', () => {
    expect(describeBaseline(lopsided, 'validation', 'accuracy')).toBe('always the commonest class: 97.7 %');
    expect(baselineOfCurves(lopsided, 'accuracy')?.value).toBe(0.977);
    expect(baselineOfCurves({ ...lopsided, baseline: { trainingAccuracy: 0.975 } }, 'accuracy')?.value).toBe(
      0.975,
    );
  });

  it('is the forecast that is hardest to beat where there are some, and a net that does not beat it is no better', () => {
    const series = {
      ...lopsided,
      naive: { lastValue: { validationLoss: 0.3 }, seasonal: { validationLoss: 0.1 } },
    };
    expect(describeBaseline(series, 'validation', 'loss')).toBe('the value of a season before: 0.1');
    const better = { ...series, metrics: { ...noMetrics, validationLoss: 0.105 } };
    expect(isNoBetterThanBaseline(better, 'validation', 'loss')).toBe(true);
    expect(isNoBetterThanBaseline({ ...better, naive: {} }, 'validation', 'loss')).toBe(false);
  });
});

describe('the figures of a run', () => {
  it('are those it has measured', () => {
    expect(measuredMetrics([lopsided])).toEqual(['loss', 'accuracy']);
    expect(measuredSets(lopsided).map(({ of }) => of)).toEqual(['training', 'validation']);
  });

  it('have no best across data sets, nor a loss across losses', () => {
    const runOf = (validation: number, datasetHash: string, loss: string) => ({
      ...lopsided,
      metrics: { ...lopsided.metrics, validationLoss: validation, validationAccuracy: validation },
      progress: null,
      parameterCount: 5,
      datasetHash,
      experiment: { training: { loss } },
    });
    const starred = (second: ReturnType<typeof runOf>) =>
      metricRows([runOf(0.5, 'a', 'hinge'), second] as unknown as Parameters<typeof metricRows>[0])
        .filter(({ cells }) => cells.some(({ best }) => best))
        .map(({ title }) => title);
    expect(starred(runOf(0.6, 'a', 'hinge'))).toEqual(['Final validation loss', 'Final validation accuracy']);
    expect(starred(runOf(0.6, 'a', 'squaredHinge'))).toEqual(['Final validation accuracy']);
    expect(starred(runOf(0.6, 'b', 'hinge'))).toEqual([]);
  });

  it('are compared metric by metric, the best marked, the baseline never', () => {
    const runs = [0.977, 0.99].map((validationAccuracy) => ({
      ...lopsided,
      metrics: { ...lopsided.metrics, validationAccuracy },
      progress: null,
      parameterCount: 5,
      datasetHash: 'the same',
      experiment: { training: { loss: 'softmaxCrossEntropy' } },
    })) as unknown as Parameters<typeof metricRows>[0];
    const rows = metricRows(runs);
    expect(rows.map(({ title }) => title)).toEqual([
      'Final validation loss',
      'Baseline loss',
      'Final validation accuracy',
      'Final training accuracy',
      'Baseline accuracy',
      'Best epoch',
      'Parameters',
    ]);
    expect(rows[2]?.cells).toEqual([
      { text: '97.7 %', best: false },
      { text: '99.0 %', best: true },
    ]);
    expect(
      rows.filter(({ isBaseline }) => isBaseline).flatMap(({ cells }) => cells.map(({ best }) => best)),
    ).toEqual([false, false, false, false]);
  });
});

describe('what a second chart shows', () => {
  const regression = quantitiesWith((name) =>
    ['loss', 'r2', 'meanAbsoluteError', 'gradientNorm'].includes(name),
  );

  it('is offered where there are curves of it; the loss has its own', () => {
    expect(regression.map(({ name }) => name)).toEqual(['r2', 'meanAbsoluteError', 'gradientNorm']);
  });

  it('is what was chosen, or the most telling metric where a run does not have the chosen one', () => {
    expect(chosenQuantity('meanAbsoluteError', regression)?.name).toBe('meanAbsoluteError');
    expect(chosenQuantity('accuracy', regression)?.name).toBe('r2');
    expect(chosenQuantity('none', regression)).toBeNull();
    expect(chosenQuantity('accuracy', [])).toBeNull();
  });

  it('is drawn with a level over all steps of its curves', () => {
    const curve = { key: 'a', name: 'a', color: 'red', dashed: false };
    const curves = [
      { ...curve, points: { steps: [1, 2, 9], values: [1, 2, 3] } },
      { ...curve, points: { steps: [5, 20], values: [1, 2] } },
    ];
    expect(withLevel(curves, 'always the mean', 0.5, 'gray')[2]).toMatchObject({
      level: true,
      points: { steps: [1, 20], values: [0.5, 0.5] },
    });
    expect(withLevel([], 'always the mean', 0.5, 'gray')).toEqual([]);
  });
});
