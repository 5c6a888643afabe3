import type { PictureOf } from '@shared/pictures/catalogue';
import { unitMapsIn, type UnitMap } from './unitMap';

/** The weights of each unit as an image. All have one scale of colors, so that one unit can be held against another. */
export function weightMaps({ values, ranges, ...size }: PictureOf<'weights'>): UnitMap[] {
  const { width, height, channels, scale } = size;
  return unitMapsIn(values, ranges, { width, height, channels, scale, isUpward: false });
}
