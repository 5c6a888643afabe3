import type { DatasetPreview } from '@shared/data/prepared';
import type { Augmentation } from '@shared/training/augmentations';
import { augmentImages } from '@shared/training/augmentations/images';
import { base64OfBytes, bytesFromBase64 } from '../../../shared/files/base64';

/** One training example as it is stored, and as the network may see it. */
export interface AugmentedExample {
  readonly label: number;
  /** Bytes in base64. */
  readonly stored: string;
  /** As at one step after another. */
  readonly seen: readonly string[];
}

/** Examples of the preview that are shown: one of each class in turn, so many in all. */
export function chooseExamples(images: DatasetPreview['images'], most: number): DatasetPreview['images'] {
  const seen = new Map<number, number>();
  const ranked = images.map((image, place) => {
    const rank = seen.get(image.label) ?? 0;
    seen.set(image.label, rank + 1);
    return { image, rank, place };
  });
  const ordered = ranked.toSorted((a, b) => a.rank - b.rank || a.place - b.place).slice(0, most);
  return ordered.toSorted((a, b) => a.image.label - b.image.label).map(({ image }) => image);
}

/** What the given steps of a training with the seed make of some images; scaled back, so that one can look at them. */
export function augmentedExamples(
  { images, dataset }: Pick<DatasetPreview, 'images' | 'dataset'>,
  augmentation: Augmentation,
  { seed, steps }: { readonly seed: number; readonly steps: readonly number[] },
): AugmentedExample[] {
  const bytes = images.map((image) => bytesFromBase64(image.bytes));
  const size = bytes[0]?.length ?? 0;
  const values = new Float32Array(size * images.length);
  bytes.forEach((each, place) => values.set(each, place * size));
  const { offset, factor } = dataset.scaling;
  const unscaled = (value: number, place: number) => {
    const scale = factor[place % factor.length] ?? 1;
    return (scale === 0 ? 0 : value / scale) + (offset[place % offset.length] ?? 0);
  };
  const batches = steps.map((step) => {
    const seen = augmentImages({ ...dataset, values }, augmentation, { seed, step });
    return Uint8ClampedArray.from(seen, unscaled);
  });
  return images.map(({ label, bytes: stored }, place) => ({
    label,
    stored,
    seen: batches.map((batch) => base64OfBytes(batch.subarray(place * size, (place + 1) * size))),
  }));
}
