import type { RunId } from '@shared/ids';
import type { RunSummary } from '@shared/runs/run';
import type { Broadcaster } from '../events/broadcaster';
import type { Database } from '../runs/database/database';
import { checkpointsOnDisk } from '../runs/checkpointFiles';
import type { MetricStore } from '../runs/metrics/metricStore';
import type { RunStore } from '../runs/runStore';
import type { Workspace } from '../workspace';
import { isLeaseHeld, type EngineLease } from './lease';

export interface ForeignRunServices {
  readonly database: Database;
  readonly runs: RunStore;
  readonly metrics: MetricStore;
  readonly broadcaster: Broadcaster;
  readonly workspace: Workspace;
  readonly lease: EngineLease;
}

/** Looks of which one is made where nobody would hear what it finds. */
const looksUnheard = 5;

/**
 * The active runs of other engines on the same workspace: a command line that trains while the desktop is open.
 * Their metrics are passed on as they appear in the database; where the engine has died they become interrupted.
 */
export class ForeignRuns {
  /** Runs that were active when last looked at, with the step up to which their metrics were passed on. */
  private followed = new Map<RunId, number>();
  private seenVersion = -1;
  private looks = 0;

  constructor(private readonly services: ForeignRunServices) {}

  /** Marks runs whose engine is gone, and passes on what other engines have written. */
  look(): void {
    const { database, runs, broadcaster, workspace, lease } = this.services;
    const active = runs.activeElsewhere(lease.name);
    const known = [...active.map(({ id }) => id), ...this.followed.keys()];
    const isHeard = broadcaster.hasWorkspaceSubscribers || known.some((id) => broadcaster.isWatched(id));
    // A command line that trains has no need to know at once what others do, and each look costs its training something.
    if (this.looks++ % looksUnheard > 0 && !isHeard) return;
    for (const { id, owner } of active) {
      if (isLeaseHeld(workspace.leases, owner) || runs.summary(id).state === 'damaged') continue;
      this.passOn(runs.summary(id));
      runs.setCheckpoints(id, checkpointsOnDisk(workspace.run(id)));
      broadcaster.runChanged(runs.ended(id, 'interrupted'));
      this.followed.delete(id);
    }
    const version = database.dataVersion();
    if (version === this.seenVersion) return;
    this.seenVersion = version;
    const present = new Set([...active.map(({ id }) => id), ...this.followed.keys()]);
    const stillActive = new Set(runs.activeElsewhere(lease.name).map(({ id }) => id));
    for (const id of present) {
      const run = runs.summary(id);
      this.passOn(run);
      broadcaster.runChanged(run);
      if (!stillActive.has(id)) this.followed.delete(id);
    }
  }

  /** What a watcher of the run has not heard: only from when it was first followed, as for a run of our own. */
  private passOn({ id, progress }: RunSummary): void {
    const { metrics, broadcaster } = this.services;
    const from = this.followed.get(id);
    this.followed.set(id, progress?.step ?? 0);
    if (from === undefined || progress === null || progress.step <= from || !broadcaster.isWatched(id))
      return;
    const batches = metrics.seriesOf(id).map((key) => ({ ...key, ...metrics.read(id, key, from) }));
    broadcaster.metricsAdded(
      id,
      batches.filter(({ steps }) => steps.length > 0),
      progress,
    );
  }
}
