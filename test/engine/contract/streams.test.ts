import { describe, expect, it } from 'vitest';
import type { RunEvent } from '@shared/contract/events';
import type { MetricBatch, Progress } from '@shared/runs/run';
import { RunStream } from '../../../src-main/engine/events/runStream';
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
    const stream = new RunStream(run.id, metrics, false);
    const perBatch = 1000;
    for (let first = 1; first <= 200_000; first += perBatch) {
      const steps = Array.from({ length: perBatch }, (_, index) => first + index);
      const batch: MetricBatch = {
        split: 'training',
        name: 'loss',
        steps,
        values: steps.map((step) => step % 97),
      };
      metrics.append(run.id, [batch]);
      stream.push({ type: 'metrics', batches: [batch] });
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

describe('a stream', () => {
  it('ends when its subscriber aborts, also while nothing happens', async () => {
    const { database, metrics, runs } = openStores();
    const stream = new RunStream(runs.create(newRun()).id, metrics, false);
    const abort = new AbortController();
    const next = stream.events(abort.signal, atOnce).next();
    abort.abort();
    expect((await next).done).toBe(true);
    database.close();
  });
});
