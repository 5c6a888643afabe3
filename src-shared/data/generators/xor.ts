import { defineGenerator, generatorFields, generatorSchema } from '../dataset';
import { generatePoints, largestPointSet, pointDefaults, pointNoiseHelp } from './points';

export const xor = defineGenerator({
  kind: 'xor',
  title: 'Exclusive or',
  group: 'points',
  description:
    'Four squares, the ones across from each other in the same class. Neither x nor y tells the class alone, ' +
    'only both together: the example that a network without a hidden layer cannot learn.',
  schema: generatorSchema('xor', pointDefaults),
  fields: generatorFields(largestPointSet, pointNoiseHelp),
  generate: (spec) =>
    generatePoints('Exclusive or', spec, ['same sign', 'other sign'], (label, random, index) => {
      const side = index % 2 === 0 ? 1 : -1;
      const x = side * random.uniform(0.1, 1.1);
      const y = (label === 0 ? side : -side) * random.uniform(0.1, 1.1);
      return [x, y];
    }),
});
