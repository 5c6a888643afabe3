import { z } from 'zod';
import { defineGenerator, generatorFields, generatorSchema } from '../dataset';
import { Random } from '../../random';
import { generatePoints, largestPointSet, numberedClasses, pointDefaults } from './points';

export const blobs = defineGenerator({
  kind: 'blobs',
  title: 'Blobs',
  group: 'points',
  description:
    'Round clouds of points, one a class, their centers on a ring. Straight borders suffice: a softmax ' +
    'classifier without hidden layers learns it in a few steps.',
  schema: generatorSchema('blobs', { ...pointDefaults, noise: 1 }).extend({
    classes: z.int().min(2).max(10).default(3),
  }),
  fields: generatorFields(
    largestPointSet,
    'Standard deviation of a cloud; the centers are 4 from the middle.',
    {
      classes: { label: 'Clouds', help: 'One class each.', control: 'integer', minimum: 2, maximum: 10 },
    },
  ),
  generate: (spec) => {
    const turn = new Random(spec.seed, -1).uniform(0, 2 * Math.PI);
    return generatePoints('Blobs', spec, numberedClasses(spec.classes), (label) => {
      const angle = turn + (2 * Math.PI * label) / spec.classes;
      return [4 * Math.cos(angle), 4 * Math.sin(angle)];
    });
  },
});
