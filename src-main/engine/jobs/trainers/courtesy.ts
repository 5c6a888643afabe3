import { watch, writeFile, type FSWatcher } from 'node:fs';
import { basename } from 'node:path';
import type { Workspace } from '../../workspace';
import type { TrainerPool } from './trainerPool';

/** Milliseconds after an interaction for which trainings go on giving way. */
const lasting = 3000;

/**
 * Has the trainings on a workspace give way still more while a person uses a window of it. A command line's trainings are
 * another engine's: one engine tells the others by touching a file, which all of them watch.
 */
export class Courtesy {
  private readonly watcher: FSWatcher | null;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly trainers: TrainerPool,
    private readonly workspace: Workspace,
  ) {
    this.watcher = this.watch();
  }

  /** A person uses a window of this engine. */
  interaction(): void {
    this.giveWay();
    // Where it cannot be written, other engines' trainings are as they always are.
    writeFile(this.workspace.interaction, '', () => undefined);
  }

  close(): void {
    clearTimeout(this.timer);
    this.watcher?.close();
  }

  private giveWay(): void {
    this.trainers.giveWay(true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.trainers.giveWay(false), lasting);
    this.timer.unref();
  }

  /** Null where the system has nothing to watch folders with, or no more of it. */
  private watch(): FSWatcher | null {
    const { interaction, leases } = this.workspace;
    try {
      const watcher = watch(leases, { persistent: false }, (_, name) => {
        if (name === basename(interaction)) this.giveWay();
      });
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      return null;
    }
  }
}
