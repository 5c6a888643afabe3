import { defineWholePixels } from './wholePixels';

export const shift = defineWholePixels({
  kind: 'shift',
  usual: 2,
  field: { label: 'Shift images', help: 'Moves training images by up to this many pixels.' },
  words: 'shifts them',
  streams: { x: -3, y: -2 },
});
