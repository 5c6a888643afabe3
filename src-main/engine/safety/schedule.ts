import type { EngineParts } from '../engineParts';
import { backUp, hasChangedSinceBackup, listBackups } from './backups';

/** Milliseconds between two looks whether a backup is due, and the least age of the one before. */
const interval = 3_600_000;

/** Makes backups by itself while an engine lives, where something has changed. */
export class BackupSchedule {
  private readonly timer: NodeJS.Timeout;
  private underWay: Promise<void> = Promise.resolve();

  /** @param isNew there is nothing in the workspace yet */
  constructor(
    private readonly parts: Pick<EngineParts, 'workspace' | 'database' | 'log'>,
    isNew: boolean,
  ) {
    if (!isNew) this.look();
    this.timer = setInterval(() => this.look(), interval);
    this.timer.unref();
  }

  /** Waits for a backup that is being made. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.underWay;
  }

  private look(): void {
    const { workspace, database, log } = this.parts;
    const [newest] = listBackups(workspace);
    const isRecent = newest !== undefined && Date.now() - Date.parse(newest.createdAt) < interval;
    // What is damaged would take the place of what was whole.
    if (isRecent || database.damagedRuns.size > 0 || !hasChangedSinceBackup(workspace)) return;
    this.underWay = backUp(workspace, database).then(
      ({ name }) => log.info({ name }, 'the workspace was backed up'),
      (thrown: unknown) => log.error({ err: thrown }, 'the workspace could not be backed up'),
    );
  }
}
