import { z } from 'zod';
import { defineGenerator, generatorFields, generatorSchema } from '../dataset';
import { generatePoints, largestPointSet, numberedClasses, pointDefaults, pointNoiseHelp } from './points';

const radius = 2;
const turns = 1.25;

export const spirals = defineGenerator({
  kind: 'spirals',
  title: 'Spirals',
  group: 'points',
  description:
    'Arms that wind around each other from the middle outwards. The hardest of the point sets: each class is ' +
    'met several times along any line, so the network needs width, depth and patience.',
  schema: generatorSchema('spirals', pointDefaults).extend({ classes: z.int().min(2).max(10).default(2) }),
  fields: generatorFields(largestPointSet, pointNoiseHelp, {
    classes: { label: 'Arms', help: 'One class each.', control: 'integer', minimum: 2, maximum: 10 },
  }),
  generate: (spec) =>
    generatePoints('Spirals', spec, numberedClasses(spec.classes), (label, random) => {
      const along = random.uniform(0.05, 1);
      const angle = 2 * Math.PI * (turns * along + label / spec.classes);
      return [radius * along * Math.cos(angle), radius * along * Math.sin(angle)];
    }),
});
