import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inferNetwork } from '@shared/network/inference';
import { networkSpecSchema, type NetworkSpec } from '@shared/network/spec';
import { networkOf } from './building';

const orderOf = (spec: NetworkSpec): string[] =>
  inferNetwork(spec, { inputShape: [4] }).layers.map(({ id }) => id as string);

describe('the order of layers', () => {
  it('is the file’s where the edges leave it open', () => {
    const relu = { kind: 'relu' };
    const spec = networkOf({ b: relu, in: { kind: 'input' }, sum: { kind: 'add' }, a: relu }, [
      'in b',
      'in a',
      'b sum',
      'a sum',
    ]);
    expect(orderOf(spec)).toEqual(['in', 'b', 'a', 'sum']);
  });

  it('does not depend on the order of the edges', () => {
    const layers = { in: { kind: 'input' }, a: { kind: 'relu' }, b: { kind: 'tanh' }, sum: { kind: 'add' } };
    const edges = ['in a', 'in b', 'a sum', 'b sum'];
    fc.assert(
      fc.property(fc.shuffledSubarray(edges, { minLength: edges.length }), (shuffled) => {
        expect(orderOf(networkOf(layers, shuffled))).toEqual(['in', 'a', 'b', 'sum']);
      }),
    );
  });

  it('puts every layer behind those it takes from, in any graph', () => {
    const edges = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const layers = Array.from({ length: 12 }, (_, i) => ({
          id: `l${i}`,
          kind: i === 0 ? 'input' : 'concatenate',
        }));
        const forward = pairs.filter(([a, b]) => a < b && b > 0).map(([a, b]) => [`l${a}`, `l${b}`]);
        const found = orderOf(networkSpecSchema.parse({ layers: [...layers].reverse(), edges: forward }));
        for (const [from = '', to = ''] of forward) {
          if (found.includes(to)) expect(found.indexOf(from)).toBeLessThan(found.indexOf(to));
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

describe('inference', () => {
  const kind = fc.constantFrom(
    'input',
    'dense',
    'relu',
    'conv2d',
    'flatten',
    'add',
    'concatenate',
    'reshape',
    'nonsense',
  );
  const layer = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    kind,
    units: fc.option(fc.integer(), { nil: undefined }),
  });
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  const spec = fc.record({
    layers: fc.array(layer, { maxLength: 7 }),
    edges: fc.array(fc.tuple(id, id), { maxLength: 12 }),
  });
  const shape = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 });

  it('never throws, and has an output or an error', () => {
    fc.assert(
      fc.property(spec, shape, (written, inputShape) => {
        const network = inferNetwork(networkSpecSchema.parse(written), { inputShape });
        const hasError = network.problems.some(({ severity }) => severity === 'error');
        expect(hasError || network.outputShape !== null).toBe(true);
        expect(hasError || network.layers.length === written.layers.length).toBe(true);
      }),
      { numRuns: 1000, seed: 1 },
    );
  });
});
