import { defineWholePixels } from './wholePixels';

/** Pads by n pixels all around and cuts a window of the image's own size out of that: PyTorch's `RandomCrop`. */
export const crop = defineWholePixels({
  kind: 'crop',
  usual: 4,
  field: {
    label: 'Crop, padded by',
    help: 'Pads training images by so many pixels all around and cuts a window of their own size out at random.',
  },
  words: 'pads them and crops them at random',
  streams: { x: -6, y: -5 },
});
