import type { ObservedLayer } from '@shared/network/observation';

/** Bars of equal width between the smallest value and the largest, and the share that each has. */
export type Histogram = Pick<ObservedLayer, 'histogram' | 'minimum' | 'maximum'>;

/**
 * All bars as one path of an SVG: each that is an element of its own takes its time whenever another moment is shown. The
 * tallest is as high as the picture.
 */
export function histogramBars({ histogram }: Histogram, width: number, height: number): string {
  const wide = width / histogram.length;
  return heightsOf(histogram, height)
    .map((tall, place) => {
      const bar = (wide - 1).toFixed(2);
      return `M${(place * wide).toFixed(2)} ${height}h${bar}v-${tall.toFixed(2)}h-${bar}z`;
    })
    .join('');
}

/**
 * The outline of a histogram where it lies on the axis of another, as tall: what is beyond that one's ends is cut off.
 * @returns none where one of them has no extent
 */
export function histogramOutline(of: Histogram, among: Histogram, width: number, height: number): string {
  const [low, high] = [among.minimum ?? NaN, among.maximum ?? NaN];
  const [least, most] = [of.minimum ?? NaN, of.maximum ?? NaN];
  if (!(high > low) || !(most > least)) return '';
  const placeOf = (value: number) => ((value - low) / (high - low)) * width;
  const bar = (placeOf(most) - placeOf(least)) / of.histogram.length;
  const steps = heightsOf(of.histogram, height).map(
    (tall) => `V${(height - tall).toFixed(2)}h${bar.toFixed(2)}`,
  );
  return `M${placeOf(least).toFixed(2)} ${height}${steps.join('')}V${height}`;
}

/** What has any share is to be seen. */
function heightsOf(shares: readonly number[], height: number): number[] {
  const highest = Math.max(...shares, 1e-9);
  return shares.map((share) => Math.max(share > 0 ? 1 : 0, (height * share) / highest));
}
