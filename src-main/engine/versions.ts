import { arch, platform, release } from 'node:os';
import type { Computing, Versions } from '@shared/runs/versions/versions';
import type { TrainerFacts } from './jobs/trainers/trainerProcess';

/** Layerlab's own version and those beneath it, as each run keeps them. */
export class VersionFacts {
  constructor(readonly layerlab: string) {}

  /** @param computing once the training has begun */
  of(trainer: TrainerFacts | null, computing: Computing | null = null): Versions {
    return {
      layerlab: this.layerlab,
      node: process.versions.node,
      tensorflow: trainer?.tensorflow ?? null,
      platform: `${platform()} ${release()} ${arch()}`,
      computing,
    };
  }
}
