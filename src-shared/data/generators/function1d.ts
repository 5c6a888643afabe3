import { z } from 'zod';
import { defineGenerator, generatorFields, generatorSchema } from '../dataset';
import { Random } from '../../random';
import { largestPointSet, pointDefaults } from './points';

const functions = {
  /** sin 2x */
  sine: (x: number) => Math.sin(2 * x),
  /** (x³ − 4x) / 5 */
  polynomial: (x: number) => (x ** 3 - 4 * x) / 5,
  step: (x: number) => (x < 0 ? -1 : 1),
  /** sin πx / πx, and 1 at 0 */
  sinc: (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)),
  /** |x| − 1 */
  absolute: (x: number) => Math.abs(x) - 1,
} as const;
type FunctionName = keyof typeof functions;
const functionNames = Object.keys(functions) as [FunctionName, ...FunctionName[]];

export const function1d = defineGenerator({
  kind: 'function1d',
  title: 'Function of one variable',
  group: 'points',
  description:
    'A curve sampled at random places between −3 and 3, for regression: the network draws it through the ' +
    'points. With ReLU it is made of straight pieces, about one bend a hidden unit.',
  schema: generatorSchema('function1d', { ...pointDefaults, examples: 500 }).extend({
    function: z.enum(functionNames).default('sine'),
  }),
  fields: generatorFields(largestPointSet, 'Standard deviation of what is added to each value.', {
    function: {
      label: 'Function',
      help: 'sine: sin 2x · polynomial: (x³ − 4x)/5 · step: the sign of x · sinc: sin πx / πx · absolute: |x| − 1',
      control: 'choice',
      choices: functionNames,
    },
  }),
  generate: (spec) => ({
    name: `Function (${spec.function})`,
    task: 'regression',
    examples: spec.examples,
    inputShape: [1],
    inputDtype: 'float32',
    featureNames: ['x'],
    targetName: 'y',
    classNames: [],
    draw(index, inputs, offset) {
      const random = new Random(spec.seed, index);
      const x = Math.fround(random.uniform(-3, 3));
      inputs[offset] = x;
      return functions[spec.function](x) + random.normal(0, spec.noise);
    },
  }),
});
