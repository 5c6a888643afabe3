import type { Tracker } from '@shared/runs/imported/facts';
import type { ForeignSeries } from '@shared/runs/imported/series';
import type { Split } from '@shared/runs/metricNames';

/** A run as another program kept it. */
export interface ForeignRun {
  readonly name: string;
  readonly series: readonly ForeignSeries[];
  /** The split of series whose tags do not say it. */
  readonly splits?: ReadonlyMap<ForeignSeries, Split>;
  readonly parameters?: Readonly<Record<string, string | number | boolean | null>>;
  /** How its program says that it ended. */
  readonly status?: string;
  readonly note?: string;
  readonly tags?: readonly string[];
  /** Seconds since 1970. */
  readonly started?: number | null;
  readonly finished?: number | null;
  /** What was left out of it or read in another way than it was written, in sentences. */
  readonly remarks: readonly string[];
}

export interface TrackerReading {
  readonly runs: readonly ForeignRun[];
  /** Of what belongs to no run. */
  readonly remarks: readonly string[];
}

/** A place on this machine that runs may be in. */
export interface Place {
  readonly path: string;
  readonly isFolder: boolean;
}

/** One program's way to keep runs: its file, and a line in the catalogue. */
export interface TrackerFormat {
  readonly kind: Tracker;
  /** Whether the place looks like its own; nothing is read that takes long. */
  recognizes(place: Place): Promise<boolean>;
  /** @throws AppError where there is nothing to be read, or the file system's error */
  read(place: Place): Promise<TrackerReading>;
}
