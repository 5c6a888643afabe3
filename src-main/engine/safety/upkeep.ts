import { setImmediate } from 'node:timers/promises';
import type { RunId } from '@shared/ids';
import type { SweepId } from '@shared/runs/sweeps/sweep';
import { endedRuns, lacksRecord } from '../adoption/record';
import { namesInBin } from '../clearing/bin';
import { finishRemovals, removeRun, removeSweep } from '../clearing/removing';
import type { EngineParts } from '../engineParts';
import { backUp, hasChangedSinceBackup, listBackups } from './backups';

/** Milliseconds between two looks at what is due, and the least age of the backup before. */
const interval = 3_600_000;
/** Runs whose folders are told of their runs in one look. */
const mostRecords = 50;

/**
 * Makes backups by itself while an engine lives, where something has changed, removes what has been in the
 * bin for long, and has each run's folder know its run.
 */
export class Upkeep {
  private readonly timer: NodeJS.Timeout;
  private underWay: Promise<void> = Promise.resolve();
  private isEnding = false;

  /** @param isNew there is nothing in the workspace yet */
  constructor(
    private readonly parts: Pick<EngineParts, 'workspace' | 'database' | 'records' | 'log'>,
    isNew: boolean,
  ) {
    if (!isNew) this.look();
    this.timer = setInterval(() => this.look(), interval);
    this.timer.unref();
  }

  /** Waits for a backup that is being made, or a run that is being removed. */
  async close(): Promise<void> {
    this.isEnding = true;
    clearInterval(this.timer);
    await this.underWay;
  }

  /** The backup first: it keeps the rows of what is then removed. */
  private look(): void {
    const { log } = this.parts;
    this.underWay = this.backUpWhereDue()
      .catch((thrown: unknown) => log.error({ err: thrown }, 'the workspace could not be backed up'))
      .then(() => this.emptyBin())
      .catch((thrown: unknown) => log.error({ err: thrown }, 'the bin could not be emptied'))
      .then(() => this.keepRecords());
  }

  private async backUpWhereDue(): Promise<void> {
    const { workspace, database, log } = this.parts;
    const [newest] = listBackups(workspace);
    const isRecent = newest !== undefined && Date.now() - Date.parse(newest.createdAt) < interval;
    // What is damaged would take the place of what was whole.
    if (isRecent || database.damagedRuns.size > 0 || !hasChangedSinceBackup(workspace)) return;
    const { name } = await backUp(workspace, database);
    log.info({ name }, 'the workspace was backed up');
  }

  private async emptyBin(): Promise<void> {
    await finishRemovals(this.parts.workspace);
    const time = new Date().toISOString();
    for (const { kind, id, name, removedFrom } of namesInBin(this.parts.database)) {
      if (this.isEnding) return;
      if (removedFrom > time) continue;
      if (kind === 'run') await removeRun(this.parts, id as RunId);
      else removeSweep(this.parts, id as SweepId);
      this.parts.log.info({ kind, id, name }, 'what was in the bin for long was removed');
    }
  }

  /** Earlier versions wrote none. The latest first, and not too many at once: somebody may be working meanwhile. */
  private async keepRecords(): Promise<void> {
    const { database, workspace, records } = this.parts;
    let kept = 0;
    for (const runId of endedRuns(database)) {
      await setImmediate();
      if (this.isEnding || kept === mostRecords) return;
      if (!lacksRecord(workspace, runId)) continue;
      await records.keep(runId);
      kept++;
    }
  }
}
