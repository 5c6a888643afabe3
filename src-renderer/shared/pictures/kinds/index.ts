import type { DatasetPreview } from '@shared/data/prepared';
import type { PictureKind, PictureOf } from '@shared/pictures/catalogue';
import type { Component } from 'vue';
import BoundaryPicture from './BoundaryPicture.vue';
import ConfusionPicture from './ConfusionPicture.vue';
import FitPicture from './FitPicture.vue';
import PartsPicture from './PartsPicture.vue';
import ScatterPicture from './ScatterPicture.vue';
import WeightsPicture from './WeightsPicture.vue';

export interface PictureProps<Kind extends PictureKind> {
  readonly picture: PictureOf<Kind>;
  /** Of the run's data set, where it is there. */
  readonly preview: DatasetPreview | null;
}

/** All but the one in which weights are changed by hand, which the workbench alone has. */
export type StillKind = Exclude<PictureKind, 'units'>;

/** What shows each kind. A new one is its file and its line here. */
export const stillPictures: { readonly [Kind in StillKind]: Component<PictureProps<Kind>> } = {
  boundary: BoundaryPicture,
  fit: FitPicture,
  parts: PartsPicture,
  confusion: ConfusionPicture,
  scatter: ScatterPicture,
  weights: WeightsPicture,
};
