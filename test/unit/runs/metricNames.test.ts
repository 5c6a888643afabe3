import { describe, expect, it } from 'vitest';
import {
  describeMetric,
  headlineMetric,
  metricNames,
  metricPath,
  parseMetricName,
} from '@shared/runs/metricNames';
import { baselineAnswer, formatMetric } from '@shared/training/metrics/words';
import { noMetrics, runMetricsSchema } from '@shared/runs/run';

describe('a metric’s name', () => {
  it('is read as it is written, by path and by field', () => {
    for (const name of metricNames) {
      expect(parseMetricName(metricPath(name))).toBe(name);
      expect(parseMetricName(name.field)).toBe(name);
    }
    expect(parseMetricName('validation.accuracy')).toMatchObject({
      metric: 'accuracy',
      split: 'validation',
      moment: 'last',
      field: 'validationAccuracy',
    });
    expect(parseMetricName('best.validationAccuracy')).toBe(parseMetricName('best.validation.accuracy'));
    expect(parseMetricName('best.validation.macroF1').field).toBe('bestValidationMacroF1');
  });

  it('that is not known is refused with what was probably meant', () => {
    expect(() => parseMetricName('validation.acuracy')).toThrow(
      expect.objectContaining({
        code: 'badArgument',
        where: 'validation.acuracy',
        remedy: expect.stringContaining('Did you mean "validation.accuracy"?'),
      }),
    );
    // Nothing but training, validation and test are splits, and a run has a single best epoch, by validation.
    for (const text of ['accuracy', 'best.test.accuracy', 'validation.', 'toString', ''])
      expect(() => parseMetricName(text)).toThrow(/There is no metric/);
  });

  it('stands for a field of the figures of a run, and each has one', () => {
    const fields = metricNames.map(({ field }) => field);
    expect(new Set(fields).size).toBe(fields.length);
    expect(Object.keys(noMetrics).sort()).toEqual([...fields, 'bestEpoch'].sort());
    // Those that other programs read since the first version.
    const first = ['Loss', 'Accuracy'].flatMap((metric) =>
      ['training', 'validation', 'test', 'bestValidation'].map((of) => `${of}${metric}`),
    );
    expect(Object.keys(noMetrics)).toEqual(expect.arrayContaining([...first, 'bestEpoch']));
  });

  it('is said in words', () => {
    const words = ['training.loss', 'best.validation.macroF1', 'test.r2', 'validation.topThreeAccuracy'];
    expect(words.map((path) => describeMetric(parseMetricName(path)))).toEqual([
      'training loss',
      'validation macro F1 of the best weights',
      'test R²',
      'validation top-3 accuracy',
    ]);
  });
});

describe('a figure of a run', () => {
  it('is a share in percent where its metric is one, and a number otherwise', () => {
    expect(formatMetric('accuracy', 0.98765)).toBe('98.8 %');
    expect(formatMetric('balancedAccuracy', 0.9996)).toBe('99.9 %');
    expect(formatMetric('macroF1', 1)).toBe('100.0 %');
    expect(formatMetric('loss', 0.98765)).toBe('0.9877');
    expect(formatMetric('r2', 0.98765)).toBe('0.9877');
  });

  it('of older runs is null where they did not measure it', () => {
    expect(runMetricsSchema.parse({ validationLoss: 0.5, bestEpoch: 2 })).toEqual({
      ...noMetrics,
      validationLoss: 0.5,
      bestEpoch: 2,
    });
  });

  it('that tells most is the accuracy of a classification and R² of a regression', () => {
    const classification = {
      ...noMetrics,
      validationLoss: 1,
      validationAccuracy: 0.5,
      validationMacroF1: 0.4,
    };
    expect(headlineMetric(classification)).toMatchObject({ metric: 'accuracy', value: 0.5 });
    const regression = { ...noMetrics, validationLoss: 1, validationMeanAbsoluteError: 2, validationR2: 0.4 };
    expect(headlineMetric(regression)).toMatchObject({ metric: 'r2', value: 0.4 });
    expect(headlineMetric({ ...noMetrics, validationLoss: 1, testAccuracy: 1 })).toBeNull();
  });

  it('is compared with an answer that suits its task', () => {
    expect(baselineAnswer('balancedAccuracy')).toBe('always the commonest class');
    expect(baselineAnswer('r2')).toBe('always the mean');
    expect(baselineAnswer('loss')).toBe('the best constant answer');
  });
});
