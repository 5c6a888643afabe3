import type { decodeImage as decode } from './decodeImage';

/** {@link decode}, whose library is loaded with the first image: most commands see none. */
export const decodeImage: typeof decode = async (file, form) =>
  (await import('./decodeImage')).decodeImage(file, form);
