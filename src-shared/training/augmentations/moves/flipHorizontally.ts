import { defineMirror } from './mirror';

/** From the left to the right. */
export const flipHorizontally = defineMirror({
  kind: 'flipHorizontally',
  field: { label: 'Flip images', help: 'Mirrors a random half of the training images at each step.' },
  words: 'mirrors half of them left to right',
  axis: 'x',
  stream: -1,
});
