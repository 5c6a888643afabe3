import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import { makeFolder } from '../files/makeFolder';
import type { CheckpointName } from '@shared/runs/run';
import { checkpointFile } from '../trainer/protocol';

/** Where everything of a workspace lies. */
export class Workspace {
  private constructor(readonly home: string) {}

  /** @throws AppError where the folder cannot be made */
  static open(home: string): Workspace {
    const workspace = new Workspace(resolve(home));
    try {
      for (const folder of ['datasets', 'runs', 'weights', 'engines', 'logs', 'backups']) {
        makeFolder(join(workspace.home, folder));
      }
    } catch (cause) {
      throw new AppError('badArgument', 'The workspace folder cannot be made or written to.', {
        where: workspace.home,
        remedy: 'Check its permissions, or choose another folder with --home or LAYERLAB_HOME.',
        cause,
      });
    }
    return workspace;
  }

  /**
   * @param orBackups a folder that has lost its database will do
   * @throws AppError `notFound` where the folder is not there or holds no database of ours
   */
  static requireAt(home: string, { orBackups = false } = {}): void {
    const { home: folder, database, backups } = new Workspace(resolve(home));
    if (existsSync(database) || (orBackups && existsSync(backups))) return;
    throw new AppError('notFound', 'There is no workspace in this folder, so there are no runs', {
      where: folder,
      remedy:
        'Check the spelling of --home or LAYERLAB_HOME; "layerlab train FILE" and the app make a workspace.',
    });
  }

  get database(): string {
    return join(this.home, 'layerlab.sqlite');
  }

  get datasets(): string {
    return join(this.home, 'datasets');
  }

  /** Machine code that trainers have made. */
  get machineCode(): string {
    return join(this.home, 'machine-code');
  }

  get leases(): string {
    return join(this.home, 'engines');
  }

  get backups(): string {
    return join(this.home, 'backups');
  }

  get log(): string {
    return join(this.home, 'logs', 'engine.log');
  }

  /** Files that were dropped in a browser. */
  get files(): string {
    return join(this.home, 'files');
  }

  /** Examples that were kept, a folder for those of each data set. */
  get examples(): string {
    return join(this.home, 'examples');
  }

  /** Where data sets are made ready, and what they may name. */
  get preparing(): { readonly directory: string; readonly examples: string } {
    return { directory: this.datasets, examples: this.examples };
  }

  /** Folder of a prepared data set. */
  dataset(hash: string): string {
    return join(this.datasets, hash);
  }

  /** Weights that runs may start from, by their hash. */
  weights(hash: string): string {
    return join(this.home, 'weights', `${hash}.safetensors`);
  }

  /** Folder of the runs’ folders. */
  get runs(): string {
    return join(this.home, 'runs');
  }

  /** Folder of a run's checkpoints and exports. */
  run(runId: RunId): string {
    return join(this.runs, runId);
  }

  checkpoint(runId: RunId, name: CheckpointName): string {
    return join(this.run(runId), checkpointFile[name]);
  }
}

/** `LAYERLAB_HOME`, or the platform's folder for an application's data. */
export function defaultHome(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment['LAYERLAB_HOME']) return environment['LAYERLAB_HOME'];
  if (process.platform === 'win32') {
    return join(environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Layerlab');
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Layerlab');
  return join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'layerlab');
}
