import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCurves } from '../../../src-main/engine/runs/metrics/curves';
import type { MetricStore, SeriesBatch } from '../../../src-main/engine/runs/metrics/metricStore';
import { newRun, openStores } from '../support/stores';

const loss = { split: 'training', name: 'loss' } as const;

/** As plain lists. */
function read(metrics: MetricStore, ...request: Parameters<MetricStore['read']>) {
  const { steps, values } = metrics.read(...request);
  return { steps: Array.from(steps), values: Array.from(values) };
}

function batchOf(first: number, values: readonly (number | null)[]): SeriesBatch {
  return {
    ...loss,
    steps: values.map((_, index) => first + index),
    values: values.map((value) => value ?? NaN),
  };
}

describe('the metrics of a run', () => {
  it('come back as they were appended, whatever the sizes of the batches', () => {
    const { database, metrics, runs } = openStores();
    fc.assert(
      fc.property(
        fc.array(
          fc.array(fc.oneof(fc.float({ noNaN: true }), fc.double({ noNaN: true }), fc.constant(null)), {
            maxLength: 700,
          }),
          { maxLength: 6 },
        ),
        (batches) => {
          const { id } = runs.create(newRun());
          let step = 1;
          for (const values of batches) {
            metrics.append(id, [batchOf(step, values)]);
            step += values.length;
          }
          const expected = batches.flat().map((value) => value ?? NaN);
          const { steps, values } = read(metrics, id, loss);
          expect(steps).toEqual(expected.map((_, index) => index + 1));
          expect(values).toEqual(expected);
        },
      ),
      { numRuns: 30 },
    );
    database.close();
  });

  it('that come twice are kept once', () => {
    const { database, metrics, runs } = openStores();
    const { id } = runs.create(newRun());
    metrics.append(id, [batchOf(1, [1, 2, 3])]);
    metrics.append(id, [batchOf(2, [20, 30, 4])]);
    metrics.append(id, [batchOf(4, [40])]);
    expect(read(metrics, id, loss)).toEqual({ steps: [1, 2, 3, 4], values: [1, 2, 3, 4] });
    database.close();
  });

  it('may have steps with gaps', () => {
    const { database, metrics, runs } = openStores();
    const { id } = runs.create(newRun());
    const key = { split: 'validation', name: 'accuracy' } as const;
    metrics.append(id, [{ ...key, steps: [313, 626, 700], values: [0.1, 0.2, 0.3] }]);
    expect(read(metrics, id, key)).toEqual({ steps: [313, 626, 700], values: [0.1, 0.2, 0.3] });
    expect(read(metrics, id, key, 313).steps).toEqual([626, 700]);
    database.close();
  });

  it('after a step are removed when the run goes on from there, and others stay', () => {
    const { database, metrics, runs } = openStores();
    const { id } = runs.create(newRun());
    const other = runs.create(newRun()).id;
    for (const run of [id, other]) {
      for (let first = 1; first <= 5000; first += 500) {
        metrics.append(run, [
          batchOf(
            first,
            Array.from({ length: 500 }, (_, index) => first + index),
          ),
        ]);
      }
      metrics.append(run, [{ split: 'validation', name: 'loss', steps: [2500, 5000], values: [1, 2] }]);
    }
    metrics.removeAfter(id, 2777);
    expect(read(metrics, id, loss).values).toEqual(Array.from({ length: 2777 }, (_, index) => index + 1));
    expect(read(metrics, id, { split: 'validation', name: 'loss' }).steps).toEqual([2500]);
    expect(read(metrics, other, loss).steps.length).toBe(5000);

    metrics.append(id, [batchOf(2778, [7])]);
    expect(read(metrics, id, loss).steps.at(-1)).toBe(2778);
    database.close();
  });

  it('of a slow run do not take a row for each step', () => {
    const { database, metrics, runs } = openStores();
    const { id } = runs.create(newRun());
    for (let step = 1; step <= 3000; step++) metrics.append(id, [batchOf(step, [1 / step])]);
    const { query } = database;
    const rows = database.all(query.selectFrom('metric_chunks').where('level', '=', 0).select('count'));
    expect(rows.length).toBeLessThanOrEqual(3);
    expect(read(metrics, id, loss).values[2999]).toBe(1 / 3000);
    database.close();
  });

  it('give curves of all series, thinned, with null where the loss was no number', () => {
    const { database, metrics, runs } = openStores();
    const { id } = runs.create(newRun());
    metrics.append(id, [
      batchOf(1, [...Array.from({ length: 4999 }, (_, index) => Math.sin(index)), null]),
      { split: 'validation', name: 'loss', steps: [5000], values: [3] },
    ]);
    const curves = readCurves(metrics, [id], { maximumPoints: 200 });
    expect(curves.map(({ split, name }) => `${split} ${name}`)).toEqual(['training loss', 'validation loss']);
    expect(curves[0]?.steps.length).toBeLessThanOrEqual(200);
    expect(curves[0]?.values.at(-1)).toBeNull();
    expect(curves[1]).toMatchObject({ steps: [5000], values: [3] });
    database.close();
  });

  it('are found through the index by every statement of the store', () => {
    const { database, metrics, runs } = openStores();
    const { id } = runs.create(newRun());
    const key = { split: 'training', name: 'loss' } as const;
    metrics.append(id, [batchOf(1, [3, 2, 1])]);
    metrics.append(id, [batchOf(4, [3, 2, 1])]);
    readCurves(metrics, [id], { maximumPoints: 100 });
    metrics.readBatch(id, key, 2);
    metrics.removeAfter(id, 2);
    const plans = [...database.explainAll()].filter(([sql]) => /(from|update) "metric_chunks"/.test(sql));
    expect(plans.length).toBeGreaterThanOrEqual(5);
    for (const [sql, plan] of plans) {
      expect(plan.join('; '), sql).toContain('INDEX metric_chunks_by_series');
      expect(plan.join('; '), sql).not.toMatch(/TEMP B-TREE|SCAN/);
    }
    database.close();
  });
});
