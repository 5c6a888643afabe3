import type { PictureOf } from '@shared/pictures/catalogue';
import { unitMapsIn, type UnitMap } from './unitMap';

/** What an image of weights is called, where each unit has so many of them. @param word what a unit is called */
export function imageName(word: string, place: number, pieces: number): string {
  const owner = `${word} ${Math.floor(place / pieces) + 1}`;
  return pieces === 1 ? owner : `${owner}, piece ${(place % pieces) + 1}`;
}

/** The weights of each unit as an image. All have one scale of colors, so that one unit can be held against another. */
export function weightMaps({ values, ranges, ...size }: PictureOf<'weights'>): UnitMap[] {
  const { width, height, channels, scale } = size;
  return unitMapsIn(values, ranges, { width, height, channels, scale, isUpward: false });
}
