import { describe, expect, it } from 'vitest';
import type { RunEvent } from '@shared/contract/events';
import type { Progress } from '@shared/runs/run';
import { Broadcaster, type Attention } from '../../../src-main/engine/events/broadcaster';
import { RunStream } from '../../../src-main/engine/events/runStream';
import type { SeriesBatch } from '../../../src-main/engine/runs/metrics/metricStore';
import { newRun, openStores } from '../support/stores';

const atOnce = () => Promise.resolve();

function progressAt(step: number): Progress {
  return {
    step,
    totalSteps: 0,
    epoch: 0,
    epochs: 0,
    examplesPerSecond: 0,
    elapsedSeconds: 0,
    remainingSeconds: null,
  };
}

describe('a subscriber that is slow', () => {
  it('hears the latest progress once, and every metric, though few of them wait in memory', async () => {
    const { database, metrics, runs } = openStores();
    const run = runs.create(newRun());
    const stream = new RunStream(run.id, metrics, { pictures: false });
    const perBatch = 1000;
    for (let first = 1; first <= 200_000; first += perBatch) {
      const steps = Array.from({ length: perBatch }, (_, index) => first + index);
      const batch: SeriesBatch = {
        split: 'training',
        name: 'loss',
        steps,
        values: steps.map((step) => step % 97),
      };
      metrics.append(run.id, [batch]);
      stream.measured([batch]);
      stream.push({ type: 'progress', progress: progressAt(first) });
    }
    stream.push({ type: 'summary', run });
    stream.close();
    expect(JSON.stringify(stream).length).toBeLessThan(1_000_000);

    const events: RunEvent[] = [];
    for await (const event of stream.events(undefined, atOnce)) events.push(event);
    expect(events.map(({ type }) => type)).toEqual(['metrics', 'progress', 'summary']);
    const [heard, progress] = events;
    const steps = heard?.type === 'metrics' ? heard.batches.flatMap((batch) => batch.steps) : [];
    expect(steps).toEqual(Array.from({ length: 200_000 }, (_, index) => index + 1));
    expect(progress).toEqual({ type: 'progress', progress: progressAt(199_001) });
    database.close();
  });
});

describe('a subscriber that draws curves', () => {
  it('hears of each series no more points at once than it asks for, the ends and extremes among them', async () => {
    const { database, metrics, runs } = openStores();
    const run = runs.create(newRun());
    const stream = new RunStream(run.id, metrics, { pictures: false, pointsAtOnce: 50 });
    const steps = Int32Array.from({ length: 9000 }, (_, index) => index + 1);
    const values = Float64Array.from(steps, (step) => Math.sin(step));
    values[1234] = 7;
    values[4321] = NaN;
    for (let from = 0; from < steps.length; from += 3000) {
      const part = { steps: steps.slice(from, from + 3000), values: values.slice(from, from + 3000) };
      stream.measured([{ split: 'training', name: 'loss', ...part }]);
    }
    stream.close();

    const events: RunEvent[] = [];
    for await (const event of stream.events(undefined, atOnce)) events.push(event);
    const [heard] = events.flatMap((event) => (event.type === 'metrics' ? event.batches : []));
    expect(events).toHaveLength(1);
    expect(heard?.steps.length).toBeLessThanOrEqual(50);
    expect(heard?.steps.at(0)).toBe(1);
    expect(heard?.steps.at(-1)).toBe(9000);
    expect(heard?.values[heard.steps.indexOf(1235)]).toBe(7);
    expect(heard?.values[heard.steps.indexOf(4322)]).toBeNull();
    database.close();
  });
});

describe('a stream', () => {
  it('ends when its subscriber aborts, also while nothing happens', async () => {
    const { database, metrics, runs } = openStores();
    const stream = new RunStream(runs.create(newRun()).id, metrics, { pictures: false });
    const abort = new AbortController();
    const next = stream.events(abort.signal, atOnce).next();
    abort.abort();
    expect((await next).done).toBe(true);
    database.close();
  });
});

describe('the subscribers to a run', () => {
  it('together say how closely it is watched, each time that this changes', () => {
    const { database, metrics, runs } = openStores();
    const { id } = runs.create(newRun());
    const broadcaster = new Broadcaster(metrics);
    const heard: Attention[] = [];
    broadcaster.onAttention = () => heard.push(broadcaster.attentionTo(id));

    const unseen = broadcaster.subscribeToRun(id, { pictures: false, seldom: true });
    expect(broadcaster.attentionTo(id)).toEqual({ shown: false, closely: false, pictures: false });
    expect(heard).toEqual([]);
    const list = broadcaster.subscribeToWorkspace();
    const secondList = broadcaster.subscribeToWorkspace();
    broadcaster.unsubscribeFromWorkspace(secondList);
    broadcaster.unsubscribeFromWorkspace(list);
    const loose = broadcaster.subscribeToRun(id, { pictures: false });
    const sweep = broadcaster.subscribeToRun(id, { pictures: false, closely: true });
    const window = broadcaster.subscribeToRun(id, { pictures: true });
    const other = broadcaster.subscribeToRun(id, { pictures: true });
    broadcaster.unsubscribeFromRun(id, sweep);
    broadcaster.unsubscribeFromRun(id, other);
    broadcaster.unsubscribeFromRun(id, window);
    broadcaster.unsubscribeFromRun(id, loose);
    broadcaster.unsubscribeFromRun(id, unseen);
    expect(heard).toEqual([
      { shown: true, closely: false, pictures: false },
      { shown: false, closely: false, pictures: false },
      { shown: true, closely: false, pictures: false },
      { shown: true, closely: true, pictures: false },
      { shown: true, closely: true, pictures: true },
      { shown: true, closely: false, pictures: false },
      { shown: false, closely: false, pictures: false },
    ]);
    database.close();
  });
});
