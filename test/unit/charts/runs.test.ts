import { differingLayers } from '@shared/runs/configuration/differences';
import { experimentSchema } from '@shared/experiment/experiment';
import type { NetworkSpec } from '@shared/network/spec';
import { describe, expect, it } from 'vitest';
import { runColor } from '../../../src-renderer/shared/theme/colors';
import { withColorsApart } from '../../../src-renderer/shared/runs/apartColors';
import { lackingRuns } from '../../../src-renderer/features/compare/verdict/moreSeeds';
import { bestOf } from '../../../src-renderer/features/compare/metricRows';
import { drawNetwork } from '../../../src-renderer/features/compare/networkDrawing';
import { allRows, describeSetting } from '../../../src-renderer/features/compare/settingRows';
import { emptySelection, retained, stretched, toggled } from '../../../src-renderer/features/runs/selection';
import { drawnCurves } from '../../../src-renderer/shared/charts/curves/drawnCurves';

function experiment(units: number) {
  return experimentSchema.parse({
    version: 1,
    network: {
      layers: [
        { id: 'input', kind: 'input' },
        { id: 'hidden', kind: 'dense', units },
        { id: 'scores', kind: 'dense', units: 2 },
      ],
      edges: [
        ['input', 'hidden'],
        ['hidden', 'scores'],
      ],
    },
    dataset: { kind: 'moons' },
    training: {},
  });
}
const network = (units: number): NetworkSpec => experiment(units).network;

describe('the best of a metric', () => {
  it('is the smallest loss and the largest accuracy', () => {
    expect(bestOf([0.3, 0.1, 0.2], 'lower')).toEqual([false, true, false]);
    expect(bestOf([0.3, null, 0.9], 'higher')).toEqual([false, false, true]);
  });

  it('is shared by equals, and by nobody where all are equal, alone or without a better', () => {
    expect(bestOf([1, 1, 2], 'lower')).toEqual([true, true, false]);
    expect(bestOf([1, 1], 'lower')).toEqual([false, false]);
    expect(bestOf([1, null], 'lower')).toEqual([false, false]);
    expect(bestOf([1, 2], undefined)).toEqual([false, false]);
  });
});

describe('networks side by side', () => {
  it('mark the layer whose parameters differ, and the one that only one network has', () => {
    expect([...differingLayers([network(16), network(32)])]).toEqual(['hidden']);
    const longer = network(16);
    const extended = {
      ...longer,
      layers: [...longer.layers, { ...longer.layers[1], id: 'more' }],
    } as NetworkSpec;
    expect([...differingLayers([longer, extended])]).toEqual(['more']);
    expect(differingLayers([network(16), network(16)]).size).toBe(0);
  });

  it('do not mark a layer in which one writes a default out that the other leaves out', () => {
    const written = network(16);
    const spelled = {
      ...written,
      layers: written.layers.map((each) => (each.kind === 'dense' ? { ...each, useBias: true } : each)),
    };
    expect([...differingLayers([written, spelled])]).toEqual([]);
  });

  it('draw every layer once, each below the one it takes its input from', () => {
    const { layers, edges, height } = drawNetwork(network(16), new Set(['hidden']));
    expect(layers.map((layer) => [layer.id, layer.differs])).toEqual([
      ['input', false],
      ['hidden', true],
      ['scores', false],
    ]);
    const [top = 0, middle = 0, bottom = 0] = layers.map((layer) => layer.y);
    expect(top).toBeLessThan(middle);
    expect(middle).toBeLessThan(bottom);
    expect(bottom).toBeLessThan(height);
    expect(edges).toHaveLength(2);
  });
});

describe('settings side by side', () => {
  it('show all with those that differ marked', () => {
    const rows = allRows(
      [16, 32].map((units) => ({ experiment: experiment(units), imported: null })),
      [{ path: 'network.hidden.units', values: [16, 32] }],
    );
    const marked = rows.filter((row) => row.differs);
    expect(marked.map((row) => row.path)).toEqual(['network.hidden']);
    expect(marked[0]?.values).toEqual(['dense (units 16)', 'dense (units 32)']);
    expect(rows.map((row) => row.path)).toContain('training.batchSize');
  });

  it('write a value as a person would', () => {
    expect(describeSetting(null)).toBe('–');
    expect(describeSetting([3, 3])).toBe('3, 3');
    expect(describeSetting({ kind: 'step', every: 5 })).toBe('step (every 5)');
  });
});

describe('selecting runs', () => {
  const order = ['a', 'b', 'c', 'd'];

  it('adds and takes away one by one, and a stretch with Shift', () => {
    const one = toggled(emptySelection<string>(), 'b');
    expect([...stretched(one, 'd', order).chosen]).toEqual(['b', 'c', 'd']);
    expect([...toggled(one, 'b').chosen]).toEqual([]);
    expect([...stretched(emptySelection<string>(), 'c', order).chosen]).toEqual(['c']);
  });

  it('forgets what was deleted', () => {
    const both = toggled(toggled(emptySelection<string>(), 'a'), 'b');
    expect(retained(both, ['b'])).toEqual({ chosen: new Set(['a']), anchor: null });
  });
});

describe('the curves of a run', () => {
  const points = { steps: [1, 2], values: [1, 2] };
  const source = { name: 'loss', color: '#123456', points };

  it('are dashed for training and solid for validation', () => {
    const drawn = drawnCurves(
      [
        { ...source, key: 't', split: 'training' },
        { ...source, key: 'v', split: 'validation' },
      ],
      0,
    );
    expect(drawn.map(({ key, dashed }) => [key, dashed])).toEqual([
      ['t', true],
      ['v', false],
    ]);
  });

  it('smooth training alone, with what was measured pale behind it', () => {
    const drawn = drawnCurves(
      [
        { ...source, key: 't', split: 'training' },
        { ...source, key: 'v', split: 'validation' },
      ],
      0.5,
    );
    expect(drawn.map(({ key, faint }) => [key, faint ?? false])).toEqual([
      ['t.raw', true],
      ['t', false],
      ['v', false],
    ]);
    expect(drawn[2]?.points).toBe(points);
  });

  it('are drawn as their exponential moving averages: (0.5·0.5·4 + 0.5·1) ÷ 0.75 = 2 for 4, 1', () => {
    const fallen = { steps: [1, 2], values: [4, 1] };
    const [raw, smooth] = drawnCurves([{ ...source, key: 't', split: 'training', points: fallen }], 0.5);
    expect(Array.from(raw!.points.values)).toEqual([4, 1]);
    expect(Array.from(smooth!.points.values)).toEqual([4, 2]);
  });
});

describe('the colors of runs', () => {
  it('are apart for forty of them, in both schemes', () => {
    for (const scheme of ['light', 'dark'] as const) {
      const colors = Array.from({ length: 40 }, (_, index) => runColor(index, scheme));
      expect(new Set(colors).size).toBe(40);
    }
  });

  it('are kept where runs stand together, unless two have the same', () => {
    const together = withColorsApart([{ color: 3 }, { color: 0 }, { color: 3 }, { color: 0 }]);
    expect(together.map(({ color }) => color)).toEqual([3, 0, 1, 2]);
  });
});

describe('the seeds that a verdict lacks', () => {
  const groups = [[1, 2], [2]].map((seeds, place) => ({ seeds, runs: [`run${place}`] }));
  const runs = [0, 1].map((place) => ({
    id: `run${place}`,
    experiment: { name: `configuration ${place}`, training: { seed: 2 } },
  }));
  const lacking = (verdict: string, seedsNeeded: number | null) =>
    lackingRuns(
      { groups } as unknown as Parameters<typeof lackingRuns>[0],
      { of: [0, 1], verdict, seedsNeeded } as Parameters<typeof lackingRuns>[1],
      runs as unknown as Parameters<typeof lackingRuns>[2],
    );

  it('are the same ones on both sides, those that are there first', () => {
    const found = lacking('tooFewSeeds', null);
    expect(found?.seeds).toEqual([1, 2, 3, 4, 5, 6]);
    expect(found?.experiments.map(({ name, training }) => [name, training.seed])).toEqual([
      ...[3, 4, 5, 6].map((seed) => ['configuration 0', seed]),
      ...[1, 3, 4, 5, 6].map((seed) => ['configuration 1', seed]),
    ]);
    expect(lacking('tooFewSeeds', 9)?.seeds).toHaveLength(9);
    expect(lacking('tooFewSeeds', 900)?.seeds).toHaveLength(20);
    expect(lacking('better', 9)).toBeNull();
  });
});
