import { arch, platform, release } from 'node:os';
import type { Versions } from '@shared/runs/run';
import type { TrainerFacts } from './jobs/trainerProcess';

/** Layerlab's own version and those beneath it, as each run keeps them. */
export class VersionFacts {
  constructor(readonly layerlab: string) {}

  of(trainer: TrainerFacts | null): Versions {
    return {
      layerlab: this.layerlab,
      node: process.versions.node,
      tensorflow: trainer?.tensorflow ?? null,
      platform: `${platform()} ${release()} ${arch()}`,
    };
  }
}
