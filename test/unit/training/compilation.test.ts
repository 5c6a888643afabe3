import { compilationOf } from '@shared/training/computing/compilation';
import { inferNetwork } from '@shared/network/inference';
import { trainingConfigSchema, type TrainingConfigInput } from '@shared/training/config';
import { networkSpecSchema } from '@shared/network/spec';
import { parallelismOf } from '@shared/training/computing/parallelism';
import { describe, expect, it } from 'vitest';

interface LayerInput {
  readonly kind: string;
  readonly [parameter: string]: unknown;
}

const hidden: readonly LayerInput[] = [{ kind: 'dense', units: 16 }, { kind: 'relu' }];

function networkOf(...layers: readonly LayerInput[]) {
  const named = [
    { id: 'input', kind: 'input' },
    ...layers.map((layer, place) => ({ id: `l${place}`, ...layer })),
  ];
  const edges = named.slice(1).map(({ id }, place) => [named[place]?.id, id]);
  return inferNetwork(networkSpecSchema.parse({ layers: named, edges }), { inputShape: [2] });
}

function pathOf(layers: readonly LayerInput[], training: TrainingConfigInput = {}, examples = 10_000) {
  const config = trainingConfigSchema.parse({ batchSize: 128, epochs: 5000, ...training });
  return compilationOf(networkOf(...layers), config, examples);
}

describe('steps become machine code', () => {
  it('where a small net takes so many that making it pays', () => {
    expect(pathOf(hidden)).toBe('xla');
    expect(pathOf([...hidden, { kind: 'dropout', rate: 0.5 }])).toBe('xla');
    expect(pathOf(hidden, { epochs: 200 })).toBe('plain');
  });

  it('not where a step has much to do, nor with a layer that is not proven', () => {
    expect(
      pathOf([
        { kind: 'dense', units: 4096 },
        { kind: 'dense', units: 10 },
      ]),
    ).toBe('plain');
    expect(pathOf([...hidden, { kind: 'layerNormalization' }])).toBe('plain');
  });

  it('as the experiment wishes, whatever pays', () => {
    expect(pathOf(hidden, { compilation: 'plain' })).toBe('plain');
    expect(pathOf(hidden, { compilation: 'xla', epochs: 1 })).toBe('xla');
  });

  it('and one core runs those of a small net', () => {
    const config = trainingConfigSchema.parse({ batchSize: 128 });
    expect(parallelismOf(networkOf(...hidden), config, { compilation: 'xla' })).toBe('nothing');
    expect(parallelismOf(networkOf(...hidden), config, { compilation: 'plain' })).toBe('operations');
  });

  it('and all cores run those of many small nets together', () => {
    const config = trainingConfigSchema.parse({ batchSize: 128 });
    const wide = networkOf(...hidden, { kind: 'dense', units: 16 });
    expect(parallelismOf(wide, config, { compilation: 'xla', runs: 3 })).toBe('nothing');
    expect(parallelismOf(wide, config, { compilation: 'xla', runs: 32 })).toBe('operations');
    expect(parallelismOf(wide, config, { compilation: 'plain', runs: 32 })).toBe('operations');
  });

  it('and one core runs those of a group that has others beside it', () => {
    const config = trainingConfigSchema.parse({ batchSize: 128 });
    const beside = { runs: 32, sideBySide: true };
    expect(parallelismOf(networkOf(...hidden), config, { ...beside, compilation: 'xla' })).toBe('nothing');
    expect(parallelismOf(networkOf(...hidden), config, { ...beside, compilation: 'plain' })).toBe('nothing');
  });
});
