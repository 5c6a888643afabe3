import type { InferredNetwork } from '@shared/network/inference';
import type { Picture } from '@shared/pictures/catalogue';
import type { ResolvedTraining } from '@shared/training/resolve';
import type { TrainingData, TrainingSession } from '../../session/session';
import type { Slices } from '../../session/slices';
import type { Pace } from '../pacing/pace';

/** What pictures are drawn from. */
export interface PictureSource {
  readonly network: InferredNetwork;
  readonly session: TrainingSession;
  readonly data: TrainingData;
  readonly training: ResolvedTraining;
  readonly outputs: number;
  /** Whether the network's own last layer gives probabilities. */
  readonly givesProbabilities: boolean;
}

/** Draws one kind of picture, slice by slice. */
export type DrawPicture<Drawn extends Picture> = (
  source: PictureSource,
  step: number,
  pace: Pace,
) => Slices<Drawn>;
