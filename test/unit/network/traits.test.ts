import { layerCatalogue } from '@shared/network/layers';
import { describe, expect, it } from 'vitest';

/** From far below zero to far above, close together near it. */
const places = Array.from({ length: 8001 }, (_, index) => ((index - 4000) / 4000) ** 3 * 1000);

const curves = layerCatalogue.flatMap(({ kind, curve, schema, traits }) => {
  if (curve === undefined) return [];
  const parameters = schema.parse({});
  return [{ kind, traits, parameters, at: (x: number) => curve(x, parameters) }];
});

describe('what an activation says of itself is what its curve shows', () => {
  it.each(curves)('$kind: the range of its outputs', ({ traits, parameters, at }) => {
    const values = places.map(at);
    const [low = -Infinity, high = Infinity] = traits?.outputRange?.(parameters) ?? [];
    const close = (value: number, limit: number): boolean => Math.abs(value - limit) < 0.002;
    // At ±1000 a curve without a limit has gone further than 5: a leaky one by its slope.
    const lowest = Math.min(...values);
    const highest = Math.max(...values);
    expect(lowest < -5 ? low === -Infinity : lowest >= low && close(lowest, low)).toBe(true);
    expect(highest > 5 ? high === Infinity : highest <= high && close(highest, high)).toBe(true);
  });

  it.each(curves)('$kind: whether it saturates', ({ traits, at }) => {
    const slope = (x: number): number => Math.abs(at(x + 0.01) - at(x)) / 0.01;
    expect(slope(-12) < 1e-4 && slope(12) < 1e-4).toBe(traits?.saturates ?? false);
  });
});
