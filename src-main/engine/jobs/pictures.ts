import type { Picture } from '@shared/contract/events';

/** Whether a picture holds finite numbers alone: a net about to diverge predicts infinities, which cannot be drawn. */
export function isDrawable(picture: Picture): boolean {
  switch (picture.kind) {
    case 'boundary':
      return picture.probabilities.every(Number.isFinite);
    case 'fit':
      return picture.y.every(Number.isFinite);
    case 'scatter':
      return picture.predicted.every(Number.isFinite);
    case 'confusion':
      return true;
  }
}
