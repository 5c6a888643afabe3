import type { DatasetPreview } from '@shared/data/prepared';
import type { PictureKind, PictureOf } from '@shared/pictures/catalogue';
import type { Component } from 'vue';
import BoundaryPicture from './BoundaryPicture.vue';
import ConfusionPicture from './ConfusionPicture.vue';
import FitPicture from './FitPicture.vue';
import PartsPicture from './PartsPicture.vue';
import ScatterPicture from './ScatterPicture.vue';
import UnitsPicture from './units/UnitsPicture.vue';
import WeightsPicture from './WeightsPicture.vue';

export interface PictureProps<Kind extends PictureKind> {
  readonly picture: PictureOf<Kind>;
  /** Of the run's data set, where it is there. */
  readonly preview: DatasetPreview | null;
}

/** What shows each kind. A new one is its file and its line here. */
export const pictureComponents: { readonly [Kind in PictureKind]: Component<PictureProps<Kind>> } = {
  boundary: BoundaryPicture,
  fit: FitPicture,
  parts: PartsPicture,
  confusion: ConfusionPicture,
  scatter: ScatterPicture,
  units: UnitsPicture,
  weights: WeightsPicture,
};
