import { defineMirror } from './mirror';

/** Upside down. */
export const flipVertically = defineMirror({
  kind: 'flipVertically',
  field: {
    label: 'Turn upside down',
    help: 'Mirrors a random half of the training images top to bottom: for images without an up, such as from a microscope.',
  },
  words: 'mirrors half of them top to bottom',
  axis: 'y',
  stream: -4,
});
