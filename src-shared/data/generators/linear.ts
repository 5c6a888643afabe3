import { z } from 'zod';
import { defineGenerator, generatorFields, generatorSchema } from '../dataset';
import { Random } from '../../random';
import { generatePoints, largestPointSet, pointDefaults, pointNoiseHelp } from './points';

export const linear = defineGenerator({
  kind: 'linear',
  title: 'Linear',
  group: 'points',
  description:
    'Two classes on the two sides of a straight line (of a plane, with more features), whose direction follows from the seed. A single neuron ' +
    'parts them: the place to begin, and to see what logistic regression and a support vector machine do.',
  schema: generatorSchema('linear', pointDefaults).extend({ features: z.int().min(2).max(10).default(2) }),
  fields: generatorFields(largestPointSet, pointNoiseHelp, {
    features: {
      label: 'Features',
      help: 'Coordinates of a point.',
      control: 'integer',
      minimum: 2,
      maximum: 10,
    },
  }),
  generate: (spec) => {
    const normal = unitVector(spec.features, new Random(spec.seed, -1));
    return generatePoints('Linear', spec, ['one side', 'other side'], (label, random) => {
      const across = (label === 0 ? 1 : -1) * random.uniform(0.1, 1.5);
      const place = normal.map(() => random.uniform(-1.5, 1.5));
      const shift = across - place.reduce((sum, value, axis) => sum + value * (normal[axis] ?? 0), 0);
      return place.map((value, axis) => value + shift * (normal[axis] ?? 0));
    });
  },
});

/** A direction, all equally likely. */
function unitVector(length: number, random: Random): readonly number[] {
  const vector = Array.from({ length }, () => random.normal());
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}
