import { inferNetwork } from '@shared/network/inference';
import { networkSpecSchema } from '@shared/network/spec';
import { trainingConfigSchema, type TrainingConfigInput } from '@shared/training/config';
import { parallelismOf, interOpOf } from '@shared/training/computing/parallelism';
import { describe, expect, it } from 'vitest';

function configured(layers: readonly object[], training: TrainingConfigInput) {
  const named = [{ kind: 'input' }, ...layers].map((layer, place) => ({ id: `layer${place}`, ...layer }));
  const edges = named.slice(1).map((layer, place) => [named[place]?.id, layer.id]);
  const network = inferNetwork(networkSpecSchema.parse({ layers: named, edges }), { inputShape: [784] });
  return [network, trainingConfigSchema.parse({ batchSize: 128, ...training })] as const;
}

const parallelism = (layers: readonly object[], training: TrainingConfigInput = {}) =>
  parallelismOf(...configured(layers, training));

const dense = { kind: 'dense', units: 100 };

describe('the cores share', () => {
  it('the examples of a batch, where a net has enough to do for each', () => {
    expect(parallelism([dense])).toBe('examples');
  });

  it('operations, where a net or its batches are small', () => {
    expect(parallelism([{ kind: 'dense', units: 4 }])).toBe('operations');
    expect(parallelism([dense], { batchSize: 16 })).toBe('operations');
  });

  it.each(['dropout', 'gaussianNoise', 'batchNormalization'])('operations, where there is %s', (kind) => {
    expect(parallelism([dense, { kind }])).toBe('operations');
  });

  it('operations, where images are changed at random', () => {
    expect(parallelism([dense], { augmentation: { flipHorizontally: true } })).toBe('operations');
  });
});

describe('the thread that asks goes from operation to operation', () => {
  const small = { kind: 'dense', units: 4 };

  it('in the short steps of a small net alone', () => {
    expect(interOpOf(...configured([small], {}))).toBe('caller');
    expect(interOpOf(...configured([dense], {}))).toBe('pool');
  });

  it('as long as few runs are trained as one', () => {
    expect(interOpOf(...configured([small], {}), { runs: 1 })).toBe('caller');
    expect(interOpOf(...configured([small], {}), { runs: 32 })).toBe('pool');
  });
});
