import { defineAttributionMethod } from './method';

export const occlusion = defineAttributionMethod({
  kind: 'occlusion',
  title: 'Cover each part',
  waiting: 'Covering one part after another…',
  caution:
    'Each part was covered in turn: this is how far the answer fell, or rose. It tells what this model went by here, ' +
    'not why, and nothing about other examples.',
  inProbability: true,
});
