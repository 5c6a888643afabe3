import { base64OfBytes } from '../../files/base64';

/** Values as bytes in base64, as image tiles take them; whatever their range is becomes 0 to 255. */
export function base64OfValues(values: readonly number[]): string {
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  const scale = largest > 1.5 ? 1 : 255;
  return base64OfBytes(Uint8ClampedArray.from(values, (value) => scale * value));
}
