import { factsOfSpec } from '../../data/spec';
import type { Experiment } from '../../experiment/experiment';
import type { Shape } from '../../ops/shape';
import type { MathWords } from './writtenNumbers';
import { changesInWords } from '../../training/augmentations/words';
import { writeChanges, type WrittenChanges } from './writtenChanges';

/** What a program does to the images that it learns from. */
export interface PlannedChanges {
  readonly changes: WrittenChanges;
  readonly channels: number;
  /** Colors are stored from 0 to 255. */
  readonly areBytes: boolean;
  readonly seed: number;
  /** A sentence without its end. */
  readonly words: string;
}

/** Null where nothing is changed, or examples are no images. */
export function plannedChanges(
  { dataset, training }: Experiment,
  exampleShape: Shape,
  words: MathWords,
): PlannedChanges | null {
  const [height, width, channels, ...more] = exampleShape;
  if (height === undefined || width === undefined || channels === undefined || more.length > 0) return null;
  const changes = writeChanges(training.augmentation, { height, width }, words);
  if (changes === null) return null;
  return {
    changes,
    channels,
    areBytes: factsOfSpec(dataset).inputDtype !== 'float32',
    seed: training.seed,
    words: `Changes training images as Layerlab does: it ${changesInWords(training.augmentation) ?? ''}`,
  };
}
