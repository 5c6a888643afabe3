import { defineAttributionMethod } from './method';

export const gradientTimesInput = defineAttributionMethod({
  kind: 'gradientTimesInput',
  title: 'Gradient × input',
  waiting: 'Moving one input after another…',
  caution:
    'How fast the score changes with each input, times the input as the model takes it. It looks at the smallest of ' +
    'changes: where the score is flat by now it shows little, though the part may matter, and it is often ragged.',
  inProbability: false,
});
