import { describe, expect, it } from 'vitest';
import { conditions } from '@shared/diagnosis/conditions';
import { lastingSince } from '@shared/diagnosis/condition';
import { applyEdits, describeEdit } from '@shared/diagnosis/edits';
import type { Observation } from '@shared/network/observation';
import { experimentNamed } from '../../engine/support/stores';

const layerIdOf = (id: string) => experimentNamed('a').network.layers.find((layer) => layer.id === id)?.id;

describe('a remedy’s edits', () => {
  it('set what a path leads to, and leave the given experiment as it was', () => {
    const before = experimentNamed('a', { optimizer: { kind: 'sgd', learningRate: 1 } });
    const after = applyEdits(before, [
      { path: 'training.optimizer.learningRate', value: 0.01 },
      { path: 'training.earlyStopping', value: { patience: 3 } },
      { path: 'network.hidden.initializer', value: 'heNormal' },
      { path: 'dataset.scaling', value: 'standardize' },
    ]);
    expect(after.training.optimizer).toEqual({ kind: 'sgd', learningRate: 0.01 });
    expect(after.training.earlyStopping).toMatchObject({ patience: 3, restoreBest: true });
    expect(after.network.layers[1]).toMatchObject({ id: 'hidden', initializer: 'heNormal' });
    expect(after.dataset).toMatchObject({ scaling: 'standardize' });
    expect(before).toEqual(experimentNamed('a', { optimizer: { kind: 'sgd', learningRate: 1 } }));
  });

  it('take a value out, change a kind without the old one’s parameters, and mend the chain around a layer', () => {
    const before = experimentNamed('a', { l2: 1, clipNorm: 1 });
    const id = layerIdOf('relu');
    if (id === undefined) throw new Error('no such layer');
    const after = applyEdits(before, [
      { path: 'training.clipNorm' },
      { path: 'network.hidden.kind', value: 'maxout' },
      { removeLayer: id },
    ]);
    expect(after.training).not.toHaveProperty('clipNorm');
    expect(after.network.layers.find((layer) => layer.id === 'hidden')).toEqual({
      id: 'hidden',
      kind: 'maxout',
    });
    expect(after.network.edges).toEqual([
      ['input', 'hidden'],
      ['hidden', 'scores'],
    ]);
  });

  it('are told as one writes them', () => {
    expect(describeEdit({ path: 'training.clipNorm', value: 1 })).toBe('training.clipNorm: 1');
    expect(describeEdit({ path: 'training.clipNorm' })).toBe('without training.clipNorm');
  });
});

const seen = (step: number) =>
  ({
    step,
    epoch: 0,
    loss: 1,
    lossQuantiles: [],
    answers: [],
    layers: [],
  }) as Observation;

describe('what lasts', () => {
  const at = (...steps: number[]) => steps.map(seen);
  const from = (limit: number) => (observation: Observation) => observation.step >= limit;

  it('was so three times, and is told since the first', () => {
    expect(lastingSince(at(0, 1, 2, 3), from(2))).toBeNull();
    expect(lastingSince(at(0, 1, 2, 3, 4), from(2))).toEqual({ step: 2, epoch: 0 });
  });

  it('does not begin anew where it only wavers', () => {
    const wavers = ({ step }: Observation) => step !== 3;
    expect(lastingSince(at(0, 1, 2, 3, 4), wavers, () => false)).toEqual({ step: 0, epoch: 0 });
    expect(lastingSince(at(0, 1, 2, 3, 4), wavers)).toBeNull();
  });
});

describe('the catalogue of conditions', () => {
  const has = (kinds: readonly string[], kind: string) => kinds.includes(kind);

  it('has causes that run in no circle', () => {
    const leadsBack = (kind: string, from: string, seen: ReadonlySet<string>): boolean =>
      conditions
        .filter((each) => each.kind === from)
        .flatMap(({ causes }) => causes)
        .some(
          (next) => next === kind || (!seen.has(next) && leadsBack(kind, next, new Set([...seen, next]))),
        );
    expect(conditions.filter(({ kind }) => leadsBack(kind, kind, new Set())).map(({ kind }) => kind)).toEqual(
      [],
    );
  });

  it('names each kind once, brings about only what there is, and gives a reason and its source', () => {
    const kinds = conditions.map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(conditions.flatMap(({ causes }) => causes).filter((kind) => !has(kinds, kind))).toEqual([]);
    for (const { kind, reason, source, title } of conditions) {
      expect([kind, reason, source, title].every((text) => text.length > 3)).toBe(true);
    }
  });
});
