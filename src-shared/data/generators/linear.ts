import { defineGenerator, generatorFields, generatorSchema } from '../dataset';
import { Random } from '../random';
import { generatePoints, largestPointSet, pointDefaults, pointNoiseHelp } from './points';

export const linear = defineGenerator({
  kind: 'linear',
  title: 'Linear',
  group: 'points',
  description:
    'Two classes on the two sides of a straight line, whose direction follows from the seed. A single neuron ' +
    'parts them: the place to begin, and to see what logistic regression and a support vector machine do.',
  schema: generatorSchema('linear', pointDefaults),
  fields: generatorFields(largestPointSet, pointNoiseHelp),
  generate: (spec) => {
    const direction = new Random(spec.seed, -1).uniform(0, 2 * Math.PI);
    const [cosine, sine] = [Math.cos(direction), Math.sin(direction)];
    return generatePoints('Linear', spec, ['one side', 'other side'], (label, random) => {
      const across = (label === 0 ? 1 : -1) * random.uniform(0.1, 1.5);
      const along = random.uniform(-1.5, 1.5);
      return [across * cosine - along * sine, across * sine + along * cosine];
    });
  },
});
