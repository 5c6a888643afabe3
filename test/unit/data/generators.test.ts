import { describe, expect, it } from 'vitest';
import { datasetCatalogue, findDatasetDefinition, generatorCatalogue } from '@shared/data/catalogue';
import type { GeneratedDataset, GeneratorDefinition } from '@shared/data/dataset';
import { datasetSpecSchema, type DatasetSpecInput } from '@shared/data/spec';
import { sizeOf } from '@shared/ops/shape';

const definitions: readonly GeneratorDefinition[] = generatorCatalogue;

function generate(input: DatasetSpecInput): GeneratedDataset {
  const definition = definitions.find(({ kind }) => kind === input.kind);
  if (definition === undefined) throw new Error(`${input.kind} is not drawn`);
  return definition.generate(datasetSpecSchema.parse(input));
}

interface Example {
  readonly values: readonly number[];
  readonly target: number;
}

function drawAll(dataset: GeneratedDataset): Example[] {
  const size = sizeOf(dataset.inputShape);
  const values = dataset.inputDtype === 'uint8' ? new Uint8Array(size) : new Float32Array(size);
  return Array.from({ length: dataset.examples }, (_, index) => {
    const target = dataset.draw(index, values, 0);
    return { values: [...values], target };
  });
}

const points = (input: DatasetSpecInput): { x: number; y: number; label: number }[] =>
  drawAll(generate(input)).map(({ values: [x = NaN, y = NaN], target }) => ({ x, y, label: target }));

describe.each(definitions.map(({ kind }) => kind as DatasetSpecInput['kind']))(
  'the drawn data set %s',
  (kind) => {
    const drawn = (seed: number, examples = 40): Example[] =>
      drawAll(generate({ kind, seed, examples } as DatasetSpecInput));

    it('is the same for the same seed, and another for another', () => {
      expect(drawn(5)).toEqual(drawn(5));
      expect(drawn(6)).not.toEqual(drawn(5));
      expect(drawn(5 + 2 ** 32)).not.toEqual(drawn(5));
    });

    it('keeps its first examples when more are asked for', () => {
      expect(drawn(5, 60).slice(0, 40)).toEqual(drawn(5, 40));
    });

    it('has finite values, no two examples alike, and as many of each class', () => {
      const dataset = generate({ kind, examples: 60 } as DatasetSpecInput);
      const examples = drawAll(dataset);
      expect(examples.every(({ values, target }) => [...values, target].every(Number.isFinite))).toBe(true);
      expect(new Set(examples.map(({ values }) => values.join())).size).toBe(60);
      for (let label = 0; label < dataset.classNames.length; label++) {
        expect(examples.filter(({ target }) => target === label)).toHaveLength(
          60 / dataset.classNames.length,
        );
      }
    });
  },
);

describe('points without noise lie where their definition says', () => {
  it('circles: at radius 1 and 0.5', () => {
    for (const { x, y, label } of points({ kind: 'circles', noise: 0, examples: 100 })) {
      expect(Math.hypot(x, y)).toBeCloseTo(label === 0 ? 1 : 0.5, 5);
    }
  });

  it('exclusive or: the product of the signs tells the class', () => {
    for (const { x, y, label } of points({ kind: 'xor', noise: 0, examples: 100 })) {
      expect(Math.sign(x * y)).toBe(label === 0 ? 1 : -1);
    }
  });

  it('moons: each on its half circle of radius 1', () => {
    for (const { x, y, label } of points({ kind: 'moons', noise: 0, examples: 100 })) {
      const [centreX, centreY] = label === 0 ? [-0.5, -0.25] : [0.5, 0.25];
      expect(Math.hypot(x - centreX, y - centreY)).toBeCloseTo(1, 5);
      expect(Math.sign(y - centreY)).toBe(label === 0 ? 1 : -1);
    }
  });

  it('spirals: the angle less 1.25 turns a radius is the arm', () => {
    for (const { x, y, label } of points({ kind: 'spirals', noise: 0, classes: 3, examples: 99 })) {
      const turns = Math.atan2(y, x) / (2 * Math.PI) - (1.25 * Math.hypot(x, y)) / 2;
      const arm = 3 * (turns - Math.floor(turns));
      expect(Math.min(Math.abs(arm - label), 3 - Math.abs(arm - label))).toBeLessThan(1e-4);
    }
  });

  it('blobs: every point of a class at its center, 4 from the middle', () => {
    const drawn = points({ kind: 'blobs', noise: 0, classes: 4, examples: 40 });
    expect(new Set(drawn.map(({ x, y }) => `${x.toFixed(4)} ${y.toFixed(4)}`)).size).toBe(4);
    expect(drawn.every(({ x, y }) => Math.abs(Math.hypot(x, y) - 4) < 1e-5)).toBe(true);
  });

  it('linear: some direction parts the classes', () => {
    const drawn = points({ kind: 'linear', noise: 0, examples: 200 });
    const mean = (axis: 'x' | 'y'): number =>
      drawn.reduce((sum, point) => sum + (point.label === 0 ? point[axis] : -point[axis]), 0);
    // The difference of the means lies within a few degrees of the normal; the gap around the line is 0.2 wide.
    const scores = drawn.map(
      ({ x, y, label }) => (label === 0 ? 1 : -1) * Math.sign(x * mean('x') + y * mean('y')),
    );
    expect(scores.filter((score) => score > 0).length).toBeGreaterThan(190);
  });

  it.each([
    ['sine', 0.5, Math.sin(1)],
    ['polynomial', 2, 0],
    ['step', -1, -1],
    ['sinc', 0.5, 2 / Math.PI],
    ['absolute', -2.5, 1.5],
  ] as const)('function %s: through its known value at %d', (name, at, value) => {
    const drawn = points({ kind: 'function1d', function: name, noise: 0, examples: 20_000 });
    const nearest = drawn.reduce((best, point) =>
      Math.abs(point.x - at) < Math.abs(best.x - at) ? point : best,
    );
    expect(Math.abs(nearest.x - at)).toBeLessThan(2e-3);
    expect(Math.abs(nearest.label - value)).toBeLessThan(1e-2);
  });
});

describe('noise', () => {
  it('has the standard deviation asked for', () => {
    const noisy = points({ kind: 'circles', noise: 0.2, examples: 20_000 });
    const exact = points({ kind: 'circles', noise: 0, examples: 20_000 });
    const shifts = noisy.map(({ x }, index) => x - (exact[index]?.x ?? 0));
    const mean = shifts.reduce((sum, shift) => sum + shift, 0) / shifts.length;
    const variance = shifts.reduce((sum, shift) => sum + (shift - mean) ** 2, 0) / shifts.length;
    expect(mean).toBeCloseTo(0, 2);
    expect(Math.sqrt(variance)).toBeCloseTo(0.2, 2);
  });
});

describe('drawn images', () => {
  it('digits stand bright in the middle of a dark frame', () => {
    for (const { values } of drawAll(generate({ kind: 'renderedDigits', noise: 0, examples: 100 }))) {
      const bright = values.flatMap((value, pixel) => (value > 128 ? [pixel] : []));
      expect(bright.length).toBeGreaterThan(15);
      expect(bright.length).toBeLessThan(350);
      const middle = bright.filter(
        (pixel) => pixel % 28 >= 3 && pixel % 28 < 25 && pixel >= 28 && pixel < 27 * 28,
      );
      expect(middle.length / bright.length).toBeGreaterThan(0.8);
    }
  });

  it('have edges of intermediate gray', () => {
    const [{ values } = { values: [] }] = drawAll(
      generate({ kind: 'renderedDigits', noise: 0, examples: 10 }),
    );
    expect(values.filter((value) => value > 20 && value < 200).length).toBeGreaterThan(10);
  });
});

describe('the catalogue of data sets', () => {
  it.each(datasetCatalogue.map((definition) => [definition.kind, definition] as const))(
    '%s has a control for every field of its format, and no other',
    (kind, definition) => {
      const formatFields = Object.keys(definition.schema.shape).filter((name) => name !== 'kind');
      expect(Object.keys(definition.fields).sort()).toEqual(formatFields.sort());
      expect(findDatasetDefinition(kind)).toBe(definition);
      expect(definition.description.length).toBeGreaterThan(40);
    },
  );

  it.each(
    generatorCatalogue.map((definition) => [definition.kind, definition as GeneratorDefinition] as const),
  )('%s says of itself what it draws, before it is drawn', (kind, { facts, generate }) => {
    const spec = datasetSpecSchema.parse({ kind });
    const { task, inputShape, inputDtype, classNames } = generate(spec);
    expect(facts(spec)).toMatchObject({ task, inputShape, inputDtype, classNames });
  });

  it('fills in the defaults of the experiment file', () => {
    expect(datasetSpecSchema.parse({ kind: 'spirals' })).toEqual({
      kind: 'spirals',
      examples: 1000,
      noise: 0.1,
      seed: 1,
      classes: 2,
      scaling: 'none',
      validationFraction: 0.2,
      testFraction: 0,
      splitSeed: 1,
    });
    expect(datasetSpecSchema.parse({ kind: 'cifar10', path: 'cifar-10-batches-bin' })).toMatchObject({
      scaling: 'standardize',
    });
  });

  it.each([
    { kind: 'tides' },
    { kind: 'moons', color: 'red' },
    { kind: 'csv' },
    { kind: 'blobs', classes: 11 },
    { kind: 'idx', images: 'a' },
  ])('refuses %o', (spec) => {
    expect(datasetSpecSchema.safeParse(spec).success).toBe(false);
  });
});
