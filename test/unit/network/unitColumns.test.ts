import { describe, expect, it } from 'vitest';
import { inferNetwork } from '@shared/network/inference';
import { outputSumOf } from '@shared/network/outputSum';
import type { NetworkSpec } from '@shared/network/spec';
import { unitColumnsOf } from '@shared/network/unitColumns';
import { chainOf, networkOf } from './building';

const columnsOf = (spec: NetworkSpec) => unitColumnsOf(inferNetwork(spec, { inputShape: [2] }));
const dense = (units: number) => ({ kind: 'dense', units });
const skip = networkOf({ input: { kind: 'input' }, a: dense(2), b: dense(2), sum: { kind: 'add' } }, [
  'input a',
  'a b',
  'a sum',
  'b sum',
]);

describe('the columns of a net that is a row of dense layers', () => {
  it('end where the next weights begin, whatever is done to single units between', () => {
    const spec = chainOf(dense(4), { kind: 'batchNormalization' }, { kind: 'tanh' }, dense(4), {
      kind: 'softmax',
    });
    expect(columnsOf(spec)).toEqual([
      { layer: 'input', units: 2, dense: null },
      { layer: 'tanh3', units: 4, dense: 'dense1' },
      { layer: 'softmax5', units: 4, dense: 'dense4' },
    ]);
  });

  it('are not told of nets with branches, with units of several pieces, without weights or with too many units', () => {
    expect(columnsOf(skip)).toBeNull();
    expect(columnsOf(chainOf({ kind: 'maxout', units: 3 }, dense(2)))).toBeNull();
    expect(columnsOf(chainOf({ kind: 'tanh' }))).toBeNull();
    expect(columnsOf(chainOf(dense(196), dense(2)))).toHaveLength(3);
    expect(columnsOf(chainOf(dense(197), dense(2)))).toBeNull();
  });
});

describe('an output that is a sum of units', () => {
  const sumOf = (spec: NetworkSpec) => outputSumOf(inferNetwork(spec, { inputShape: [2] }));

  it('is one of the layer before the last, with its activation', () => {
    const spec = chainOf(dense(4), { kind: 'tanh' }, dense(1));
    expect(sumOf(spec)).toEqual({ output: 'dense3', summed: 'tanh2', units: 4 });
  });

  it('is none where it is bent, several, or of the inputs alone', () => {
    expect(sumOf(chainOf(dense(4), dense(1), { kind: 'tanh' }))).toBeNull();
    expect(sumOf(chainOf(dense(4), dense(2)))).toBeNull();
    expect(sumOf(chainOf(dense(1)))).toBeNull();
  });
});
