import type { Shape } from '@shared/ops/shape';
import { badDataset } from './files';

/** @throws AppError `badDataset` where an image’s channels stand before its height and width, as PyTorch has them */
export function requireChannelsLast(image: Shape, where: string, remedy: string): void {
  const [first = 0, , last = 0] = image;
  if (image.length !== 3 || last <= 4 || (first !== 1 && first !== 3)) return;
  throw badDataset(
    `The images have the shape ${image.join(' × ')}: their channels stand first`,
    where,
    remedy,
  );
}
