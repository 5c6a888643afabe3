import type { DatasetPreview } from '@shared/data/prepared';
import type { ClassPoint } from '../charts/plane/planeDrawing';
import type { ScatterGroup } from '../charts/plane/scatterGroup';

/** How a data set is best shown. */
export type PreviewKind = 'plane' | 'function' | 'images' | 'table';

export function previewKind({ dataset, images, points }: DatasetPreview): PreviewKind {
  if (images.length > 0) return 'images';
  const features = dataset.inputShape.length === 1 ? dataset.inputShape[0] : 0;
  if (points.length > 0 && features === 2 && dataset.task === 'classification') return 'plane';
  if (points.length > 0 && features === 1 && dataset.task === 'regression') return 'function';
  return 'table';
}

/** Points of the plane by class, training first so that validation points lie on top. */
export function classPoints({ points }: Pick<DatasetPreview, 'points'>): ClassPoint[] {
  return points
    .map(({ x, target, split }) => ({
      x: x[0] ?? 0,
      y: x[1] ?? 0,
      label: target,
      hollow: split !== 'training',
    }))
    .sort((a, b) => Number(a.hollow) - Number(b.hollow));
}

/** Points of a function of one variable, a group for each split. */
export function functionGroups({ points }: Pick<DatasetPreview, 'points'>, color: string): ScatterGroup[] {
  return (['training', 'validation', 'test'] as const)
    .map((split) => ({
      name: split,
      color,
      hollow: split !== 'training',
      points: points
        .filter((point) => point.split === split)
        .map((point) => [point.x[0] ?? 0, point.target] as const),
    }))
    .filter((group) => group.points.length > 0);
}
