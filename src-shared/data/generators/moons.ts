import { defineGenerator, generatorFields, generatorSchema } from '../dataset';
import { generatePoints, largestPointSet, pointDefaults, pointNoiseHelp } from './points';

export const moons = defineGenerator({
  kind: 'moons',
  title: 'Moons',
  group: 'points',
  description:
    'Two half circles, one hooked into the other. No straight line parts them, but a gently bent one does: ' +
    'a handful of hidden units is enough.',
  schema: generatorSchema('moons', pointDefaults),
  fields: generatorFields(largestPointSet, pointNoiseHelp),
  generate: (spec) =>
    generatePoints('Moons', spec, ['upper moon', 'lower moon'], (label, random) => {
      const angle = random.uniform(0, Math.PI);
      return label === 0
        ? [Math.cos(angle) - 0.5, Math.sin(angle) - 0.25]
        : [0.5 - Math.cos(angle), 0.25 - Math.sin(angle)];
    }),
});
