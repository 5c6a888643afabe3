import { defineGenerator, generatorFields, generatorSchema } from '../dataset';
import { generatePoints, largestPointSet, pointDefaults, pointNoiseHelp } from './points';

export const circles = defineGenerator({
  kind: 'circles',
  title: 'Circles',
  group: 'points',
  description:
    'A small circle inside a large one. The network has to close a curve around the inner points: three hidden ' +
    'units make a triangle, more make it round.',
  schema: generatorSchema('circles', pointDefaults),
  fields: generatorFields(largestPointSet, pointNoiseHelp),
  generate: (spec) =>
    generatePoints('Circles', spec, ['outer', 'inner'], (label, random) => {
      const angle = random.uniform(0, 2 * Math.PI);
      const radius = label === 0 ? 1 : 0.5;
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    }),
});
