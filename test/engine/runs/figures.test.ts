import { describe, expect, it } from 'vitest';
import { metricNames } from '@shared/runs/metricNames';
import { noMetrics, type Progress, type RunMetrics } from '@shared/runs/run';
import { listRuns } from '../../../src-main/engine/runs/table/runList';
import { everyRun, newRun, openStores } from '../support/stores';

const progress: Progress = {
  step: 1,
  totalSteps: 2,
  epoch: 0,
  epochs: 1,
  examplesPerSecond: 1,
  elapsedSeconds: 1,
  remainingSeconds: null,
};

/** A value of its own for each figure. */
const all = Object.fromEntries(metricNames.map(({ field }, place) => [field, place + 0.5])) as RunMetrics;

describe('the figures of a run', () => {
  it('come back each as it was written, and a baseline beside it', () => {
    const { database, runs } = openStores();
    const { id } = runs.create(newRun());
    expect(runs.summary(id)).toMatchObject({ metrics: noMetrics, baseline: {} });
    runs.recordBaselines(id, { baseline: { validationAccuracy: 0.977, testLoss: 0.11 }, naive: {} });
    runs.recordMetrics(id, [], progress, { ...all, bestEpoch: 3 });
    expect(runs.summary(id).metrics).toEqual({ ...all, bestEpoch: 3 });
    expect(runs.detail(id).metrics).toEqual({ ...all, bestEpoch: 3 });
    expect(runs.summary(id).baseline).toEqual({ validationAccuracy: 0.977, testLoss: 0.11 });
    database.close();
  });

  it('are those told last: what is not measured any more is gone, its baseline stays', () => {
    const { database, runs } = openStores();
    const { id } = runs.create(newRun());
    runs.recordBaselines(id, { baseline: { validationLoss: 0.7 }, naive: {} });
    runs.recordMetrics(id, [], progress, { ...all, bestEpoch: 3 });
    const metrics = { ...noMetrics, trainingLoss: 0.25 };
    runs.ended(id, 'stopped', { metrics });
    expect(runs.summary(id)).toMatchObject({ metrics, baseline: { validationLoss: 0.7 } });
    database.close();
  });

  it('of a series have the naive forecasts’ beside them', () => {
    const { database, runs } = openStores();
    const { id } = runs.create(newRun());
    const baselines = {
      baseline: { validationLoss: 0.7, trainingLoss: 0.9 },
      naive: { lastValue: { validationLoss: 0.2 }, seasonal: { validationLoss: 0.1, trainingLoss: 0.3 } },
    };
    runs.recordBaselines(id, baselines);
    expect(runs.summary(id)).toMatchObject(baselines);
    database.close();
  });

  it('of a run that starts anew are not measured', () => {
    const { database, runs } = openStores();
    const { id } = runs.create(newRun());
    runs.recordMetrics(id, [], progress, { ...all, bestEpoch: 3 });
    runs.ended(id, 'stopped');
    runs.requeue(id, null, 'this engine');
    expect(runs.summary(id).metrics).toEqual(noMetrics);
    database.close();
  });

  it('go with the run', () => {
    const { database, runs } = openStores();
    const { id } = runs.create(newRun());
    runs.recordMetrics(id, [], progress, all);
    database.run(database.query.deleteFrom('runs').where('id', '=', id));
    expect(database.all(database.query.selectFrom('run_metrics').selectAll())).toEqual([]);
    database.close();
  });

  it('put runs in order by any of them, what was not measured last', () => {
    const { database, runs } = openStores();
    const values = [3, null, 1, 2];
    const ids = values.map((value) => {
      const { id } = runs.create(newRun());
      if (value !== null) {
        const metrics = { ...noMetrics, bestValidationMacroF1: value, validationMacroF1: -value };
        runs.recordMetrics(id, [], progress, metrics);
      }
      return id;
    });
    const order = (sort: 'bestValidationMacroF1' | 'validationMacroF1') =>
      listRuns(database, { ...everyRun, sort, limit: 10 }).runs.map(({ id }) => ids.indexOf(id));
    expect(order('bestValidationMacroF1')).toEqual([0, 3, 2, 1]);
    expect(order('validationMacroF1')).toEqual([2, 3, 0, 1]);
    database.close();
  });
});
