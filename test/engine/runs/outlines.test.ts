import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunId } from '@shared/ids';
import { Random } from '@shared/random';
import { thin, type Points } from '@shared/runs/curves/thin';
import type { Window } from '../../../src-main/engine/runs/metrics/series';
import { newRun, openStores } from '../support/stores';

const loss = { split: 'training', name: 'loss' } as const;

/** What the store was told, as plain numbers: what is thinned is held against it. */
interface Told {
  steps: number[];
  values: number[];
}

type Shape = 'noise' | 'falling' | 'constant' | 'broken' | 'infinite';

function valueOf(shape: Shape, numbers: Random, step: number): number {
  const noise = numbers.uniform();
  if (shape === 'constant') return 0.5;
  if (shape === 'falling') return 1 / step;
  if (shape === 'broken' && noise < 0.01) return NaN;
  if (shape === 'infinite' && noise < 0.01) return noise < 0.005 ? Infinity : -Infinity;
  return noise < 0.001 ? 1000 * noise : noise;
}

function pointsAfter(told: Told, count: number, shape: Shape, numbers: Random): Told {
  const stride = 1 + numbers.integer(3);
  const first = (told.steps.at(-1) ?? 0) + 1;
  const steps = Array.from({ length: count }, (_, index) => first + index * stride);
  return { steps, values: steps.map((step) => valueOf(shape, numbers, step)) };
}

/** The envelope of what was told, from stretches whose length follows from the chart's columns alone. */
function expectSameShape(thinned: Points, told: Told, maximum: number): void {
  const { steps, values } = { steps: Array.from(thinned.steps), values: Array.from(thinned.values) };
  const places = placesOf(steps, told.steps);
  expect(values.length).toBeLessThanOrEqual(Math.max(maximum, 0));
  for (const [at, place] of places.entries()) expect(values[at]).toBe(told.values[place]);
  expect(places[0]).toBe(told.steps.length > 0 ? 0 : undefined);
  expect(places.at(-1)).toBe(told.steps.length > 0 ? told.steps.length - 1 : undefined);
  const column = Math.ceil(told.values.length / Math.floor((maximum - 2) / 3));
  const reach = 8 * column + 4 * 64 * 64;
  for (let from = 0; from < told.values.length; from += reach) {
    const near = values.filter((_, at) => {
      const place = places[at] ?? -1;
      return place >= from - reach && place < from + 2 * reach;
    });
    const stretch = told.values.slice(from, from + reach);
    expect(least(near)).toBeLessThanOrEqual(least(stretch));
    expect(greatest(near)).toBeGreaterThanOrEqual(greatest(stretch));
    if (!stretch.every(Number.isFinite)) expect(near.every(Number.isFinite)).toBe(false);
  }
  expect(least(values)).toBe(least(told.values));
  expect(greatest(values)).toBe(greatest(told.values));
}

function placesOf(kept: readonly number[], steps: readonly number[]): number[] {
  const places = new Map(steps.map((step, place) => [step, place]));
  const found = kept.map((step) => places.get(step) ?? -1);
  expect(found.every((place, at) => place > (found[at - 1] ?? -1))).toBe(true);
  return found;
}

/** Some part of a curve, which may begin and end anywhere, also outside of it. */
function windowOf({ steps }: Told, numbers: Random): Window {
  const last = (steps.at(-1) ?? 0) + 10;
  const [from = 0, to = 0] = [numbers.integer(last), numbers.integer(last)].sort((a, b) => a - b);
  return { from, to };
}

function partOf({ steps, values }: Told, { from, to }: Window): Told {
  const places = steps.flatMap((step, place) => (step >= from && step <= to ? [place] : []));
  return {
    steps: places.map((place) => steps[place] ?? 0),
    values: places.map((place) => values[place] ?? NaN),
  };
}

const finite = (values: readonly number[]) => values.filter(Number.isFinite);
const least = (values: readonly number[]) => finite(values).reduce((a, b) => Math.min(a, b), Infinity);
const greatest = (values: readonly number[]) => finite(values).reduce((a, b) => Math.max(a, b), -Infinity);

const shapes: readonly Shape[] = ['noise', 'falling', 'constant', 'broken', 'infinite'];

/** What happens to a curve: points come, it goes on from an earlier step, its outlines are those of an earlier version. */
const happening = <Kind extends 'append' | 'removeAfter' | 'forget' | 'adopt'>(
  kind: Kind,
  size: fc.Arbitrary<number> = fc.constant(0),
) => fc.record({ kind: fc.constant(kind), size });
const event = fc.oneof(
  { weight: 6, arbitrary: happening('append', fc.integer({ min: 1, max: 30 })) },
  { weight: 1, arbitrary: happening('removeAfter', fc.integer({ min: 0, max: 30 })) },
  { weight: 1, arbitrary: happening('forget') },
  { weight: 1, arbitrary: happening('adopt') },
);

let stores: ReturnType<typeof openStores>;
beforeEach(() => (stores = openStores()));
afterEach(() => stores.database.close());

/** Changes rows of a curve as another program would. @returns how many */
function damage(id: RunId, where: string): number {
  const other = new Sqlite(stores.path);
  const { changes } = other
    .prepare(`UPDATE metric_chunks SET checksum = 1 WHERE run_id = ? AND ${where}`)
    .run(id);
  other.close();
  return changes;
}

/** A run's curve, in the store and as it was told. */
class Curve {
  id = stores.runs.create(newRun()).id;
  told: Told = { steps: [], values: [] };

  constructor(
    private readonly shape: Shape,
    private readonly numbers: Random,
  ) {}

  append(size: number): void {
    for (let left = size * 400; left > 0; left -= 1000) {
      const count = Math.min(left, 1 + this.numbers.integer(1500));
      const { steps, values } = pointsAfter(this.told, count, this.shape, this.numbers);
      stores.metrics.append(this.id, [{ ...loss, steps, values }]);
      this.told = { steps: [...this.told.steps, ...steps], values: [...this.told.values, ...values] };
    }
  }

  removeAfter(size: number): void {
    const { steps, values } = this.told;
    const step = steps[Math.floor((steps.length * size) / 30)] ?? 0;
    stores.metrics.removeAfter(this.id, step);
    const kept = steps.filter((other) => other <= step).length;
    this.told = { steps: steps.slice(0, kept), values: values.slice(0, kept) };
  }

  /** As an earlier version left it. */
  forget(): void {
    const { database } = stores;
    const { query } = database;
    database.run(query.deleteFrom('metric_chunks').where('run_id', '=', this.id).where('level', '>', 0));
  }

  adopt(): void {
    const chunks = stores.metrics.chunksOf(this.id);
    this.id = stores.runs.create(newRun()).id;
    stores.metrics.replaceChunks(this.id, chunks);
  }
}

describe('a long curve is thinned as if all of it were read', () => {
  it('whatever has happened to it', () => {
    fc.assert(
      fc.property(
        fc.array(event, { minLength: 2, maxLength: 14 }),
        fc.integer(),
        fc.constantFrom(...shapes),
        (events, seed, shape) => {
          const curve = new Curve(shape, new Random(Math.abs(seed)));
          for (const { kind, size } of events) curve[kind](size);
          for (const maximum of [10, 60, 500]) {
            expectSameShape(stores.metrics.readThinned(curve.id, loss, maximum), curve.told, maximum);
            const window = windowOf(curve.told, new Random(Math.abs(seed)));
            const seen = stores.metrics.readThinned(curve.id, loss, maximum, window);
            expectSameShape(seen, partOf(curve.told, window), maximum);
          }
        },
      ),
      { numRuns: 25, seed: 12 },
    );
  });

  /** So long that an outline has an outline. */
  function addLong(shape: Shape): { id: RunId; told: Told } {
    const { id } = stores.runs.create(newRun());
    const told = pointsAfter({ steps: [], values: [] }, 100_000, shape, new Random(7));
    stores.metrics.addWhole(id, loss, told);
    return { id, told };
  }

  it.each(shapes)('where it came whole (%s)', (shape) => {
    const { id, told } = addLong(shape);
    for (const maximum of [10, 60, 1000]) {
      expectSameShape(stores.metrics.readThinned(id, loss, maximum), told, maximum);
    }
  });

  it.each(shapes)('also in a window, and with every point where few are in it (%s)', (shape) => {
    const { id, told } = addLong(shape);
    const numbers = new Random(3);
    for (let round = 0; round < 40; round++) {
      const window = windowOf(told, numbers);
      expectSameShape(stores.metrics.readThinned(id, loss, 60, window), partOf(told, window), 60);
      const few = { from: window.from, to: window.from + 500 };
      const seen = stores.metrics.readThinned(id, loss, 1000, few);
      expect(Array.from(seen.steps)).toEqual(partOf(told, few).steps);
      expect(Array.from(seen.values)).toEqual(partOf(told, few).values);
    }
  });

  it('and where an outline is damaged, it is read whole', () => {
    const { id, told } = addLong('noise');
    expect(damage(id, 'level > 0')).toBeGreaterThan(0);
    const thinned = stores.metrics.readThinned(id, loss, 60);
    expect(thinned).toEqual(
      thin({ steps: Int32Array.from(told.steps), values: Float64Array.from(told.values) }, 60),
    );
  });

  it('and most of its points are left alone', () => {
    const { id } = addLong('noise');
    const thinned = stores.metrics.readThinned(id, loss, 60);
    expect(damage(id, 'level = 0 AND first_step > 1 AND last_step < 190000')).toBeGreaterThan(50);
    expect(() => stores.metrics.read(id, loss)).toThrow('A part of a curve of this run is damaged.');
    expect(stores.metrics.readThinned(id, loss, 60)).toEqual(thinned);
  });
});
