import { afterEach } from 'vitest';
import type { LibrarySettings } from '@shared/training/computing/librarySettings';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { RunRecords } from '../../../src-main/engine/adoption/record';
import { Broadcaster } from '../../../src-main/engine/events/broadcaster';
import { JobQueue } from '../../../src-main/engine/jobs/jobQueue';
import { TrainerPool } from '../../../src-main/engine/jobs/trainers/trainerPool';
import { openLog } from '../../../src-main/engine/log';
import { prepareDataset } from '../../../src-main/engine/datasets';
import { VersionFacts } from '../../../src-main/engine/versions';
import { Workspace } from '../../../src-main/engine/workspace';
import { experimentNamed, newRun, openStores } from './stores';
import { temporaryFolder } from './workspace';

/** For runs whose net does not matter. */
export const settings: LibrarySettings = {
  parallelism: 'operations',
  interOp: 'caller',
  kernels: 'processor',
};

const closings: (() => Promise<void>)[] = [];

/** A queue with real trainers and a real database, whose disk can be made full, ended after the test. */
export function openQueue(programs: string) {
  const workspace = Workspace.open(temporaryFolder());
  const { path, database, metrics, runs } = openStores(workspace.database);
  const broadcaster = new Broadcaster(metrics);
  const trainers = new TrainerPool(() => join(programs, 'trainer.mjs'), workspace.machineCode);
  const { log } = openLog(workspace.log);
  const versions = new VersionFacts('0.1.0');
  const records = new RunRecords({ runs, metrics, workspace, log });
  const queue = new JobQueue({ runs, records, broadcaster, trainers, workspace, versions, log }, 1);
  closings.push(async () => {
    await queue.close();
    await trainers.allGone();
    await records.settled();
    database.close();
  });
  return {
    path,
    workspace,
    metrics,
    runs,
    broadcaster,
    queue,
    /** A run in the database that is not queued yet. */
    async createRun(training: object) {
      const experiment = experimentNamed('in a queue', training);
      const { dataset } = await prepareDataset(experiment.dataset, { directory: workspace.datasets });
      return runs.create({ ...newRun(), experiment, dataset }).id;
    },
    /** SQLite then says what it says on a full disk. @returns what makes room again */
    fillDisk() {
      // The limit belongs to the connection, which is nobody else's business.
      const sqlite = Reflect.get(database, 'sqlite') as Sqlite.Database;
      sqlite.pragma(`max_page_count = ${String(sqlite.pragma('page_count', { simple: true }))}`);
      return () => sqlite.pragma('max_page_count = 1000000');
    },
  };
}

afterEach(async () => {
  await Promise.all(closings.splice(0).map((close) => close()));
});
