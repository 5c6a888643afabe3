import type { decodeImage } from './decodeImage';

/** {@link decodeImage}, whose library is loaded with the first image: most commands see none. */
export const decodeImageLazily: typeof decodeImage = async (file, form) =>
  (await import('./decodeImage')).decodeImage(file, form);
