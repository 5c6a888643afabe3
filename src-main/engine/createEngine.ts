import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, type AppErrorData } from '@shared/errors';
import { contract } from '@shared/contract/contract';
import { implement } from '@orpc/server';
import { RunRecords } from './adoption/record';
import type { EngineParts, TrainingParts } from './engineParts';
import { Broadcaster } from './events/broadcaster';
import { InferencePool } from './inference/inferencePool';
import { provingSeconds, withInference, type InferenceProcess } from './inference/inferenceProcess';
import { ForeignRuns } from './jobs/foreignRuns';
import { JobQueue } from './jobs/jobQueue';
import { Predictors } from './jobs/trainers/predictors';
import { TrainerPool } from './jobs/trainers/trainerPool';
import { openLog, type Logger } from './log';
import { Rehearsals } from './rehearsal/rehearsals';
import { ExportStore } from './runs/exportStore';
import { MetricStore } from './runs/metrics/metricStore';
import { RunStore } from './runs/runStore';
import { serviceBase } from './services/base';
import { datasetsService } from './services/datasets';
import { engineService, statusOf } from './services/engine';
import { exportsService } from './services/exports';
import { filesService } from './services/files';
import { importsService } from './services/imports';
import { modelsService } from './services/models';
import { predictionsService } from './services/predictions';
import { queueService } from './services/queue';
import { runsService } from './services/runs';
import { sweepsService } from './services/sweeps';
import { QueueExecutor } from './sweeps/queueExecutor';
import { Sweeps } from './sweeps/sweeps';
import { SweepStore } from './sweeps/sweepStore';
import { VersionFacts } from './versions';
import { createMaintenanceRouter } from './maintenanceEngine';
import { Upkeep } from './safety/upkeep';
import { workspaceService } from './services/workspace';
import { journalLost, journalLostAt } from './safety/lostJournal';
import { openWorkspace, type OpenWorkspace } from './safety/openWorkspace';
import { Workspace } from './workspace';

export interface EngineSettings {
  /** Folder of the workspace; made where it is not there. */
  readonly home: string;
  /** Refuse a folder without a workspace, and make nothing there. */
  readonly mustExist?: boolean;
  /** Leave the database alone, to check or restore it; or do so where it is damaged, instead of throwing. */
  readonly maintenance?: 'always' | 'whereDamaged';
  /** Called where a maintained workspace got another database: an engine that is made anew can open it. */
  readonly onRestored?: () => void;
  /** Layerlab's version. */
  readonly version: string;
  /** Folder of the built programs `trainer.mjs`, `inference.mjs` and `webAssembly.mjs`. */
  readonly programs: string;
  /** Runs that train at once; 1 where absent. */
  readonly jobs?: number;
  /** A process for the first model that is asked. */
  readonly inference?: InferenceProcess | null;
  /** Resolves when the channel to the interfaces takes more; streams wait for it. At once where absent. */
  readonly writable?: () => Promise<void>;
}

/** Milliseconds between two looks at other engines' runs, and between two words of the status. */
const lookInterval = 1000;
const statusInterval = 1000;

export type EngineRouter = ReturnType<typeof createRouter>;

export interface Engine {
  readonly router: EngineRouter;
  readonly log: Logger;
  /** What is to be known of the workspace before it is used. */
  readonly warnings: readonly AppErrorData[];
  /** Ends the jobs with their checkpoints, then everything else; within five seconds. Calling it again waits too. */
  close(): Promise<void>;
}

/**
 * An engine on a workspace, in this process.
 * @throws AppError `databaseTooNew`, `workspaceDamaged`, `badArgument` where the workspace cannot be used, `notFound` where it must exist
 */
export function createEngine(settings: EngineSettings): Engine {
  const isMaintained = settings.maintenance === 'always';
  if (settings.mustExist || isMaintained) Workspace.requireAt(settings.home, { orBackups: isMaintained });
  const workspace = Workspace.open(settings.home);
  const { log, rotate } = openLog(workspace.log);
  if (isMaintained) return maintain(settings, workspace, log, null);
  const isNew = !existsSync(workspace.database);
  const opened = openOrMaintain(settings, workspace, log);
  if ('router' in opened) return opened;
  const { database, lease } = opened;
  const metrics = new MetricStore(database);
  const runs = new RunStore(database, metrics);
  const records = new RunRecords({ runs, metrics, workspace, log });
  const broadcaster = new Broadcaster(metrics);
  const trainers = new TrainerPool(() => join(settings.programs, 'trainer.mjs'), workspace.machineCode);
  const versions = new VersionFacts(settings.version);
  const jobs = settings.jobs ?? 1;
  const queue = new JobQueue({ runs, records, broadcaster, trainers, workspace, versions, log }, jobs);
  broadcaster.onAttention = (runId) => queue.heed(runId);
  const inferenceEntry = () => join(settings.programs, 'inference.mjs');
  const webAssemblyEntry = join(settings.programs, 'webAssembly.mjs');
  const trainingParts: TrainingParts = {
    workspace,
    database,
    runs,
    metrics,
    records,
    exports: new ExportStore(database),
    broadcaster,
    trainers,
    predictors: new Predictors({ runs, trainers, workspace }),
    rehearsals: new Rehearsals({ runs, trainers, workspace }),
    queue,
    lease,
    versions,
    log,
    inferenceEntry,
    withWebAssembly: (work) => withInference(webAssemblyEntry, work, provingSeconds),
    inference: new InferencePool(inferenceEntry, settings.inference ?? null),
    writable: settings.writable ?? (() => Promise.resolve()),
  };
  const parts: EngineParts = { ...trainingParts, sweeps: sweepsOf(trainingParts, jobs) };
  const endLooking = keepLooking(parts, rotate);
  const upkeep = new Upkeep(parts, isNew);
  log.info({ home: workspace.home, version: settings.version }, 'engine started');

  let closing: Promise<void> | null = null;
  return {
    router: createRouter(parts),
    log,
    warnings: journalLostAt(workspace) === null ? [] : [journalLost(workspace).toData()],
    close: () => (closing ??= closeAll(parts, endLooking, opened, upkeep)),
  };
}

function openOrMaintain(settings: EngineSettings, workspace: Workspace, log: Logger): OpenWorkspace | Engine {
  try {
    return openWorkspace(workspace, log);
  } catch (thrown) {
    const isDamaged = thrown instanceof AppError && thrown.code === 'workspaceDamaged';
    if (!isDamaged || settings.maintenance === undefined) throw thrown;
    return maintain(settings, workspace, log, thrown);
  }
}

/** An engine that has not opened its workspace. */
function maintain(
  { onRestored = () => undefined }: EngineSettings,
  workspace: Workspace,
  log: Logger,
  damage: AppError | null,
): Engine {
  const router = createMaintenanceRouter({ workspace, log, damage, onRestored });
  return { router, log, warnings: [], close: () => Promise.resolve() };
}

function sweepsOf(parts: TrainingParts, jobs: number): Sweeps {
  const { database, workspace, lease, log } = parts;
  const store = new SweepStore(database);
  return new Sweeps({ store, executor: new QueueExecutor(parts, store, jobs), workspace, lease, log });
}

function createRouter(parts: EngineParts) {
  const base = serviceBase(parts.log);
  return implement(contract).router({
    engine: engineService(base, parts),
    workspace: workspaceService(base, parts),
    files: filesService(base, parts),
    datasets: datasetsService(base, parts),
    imports: importsService(base, parts),
    runs: runsService(base, parts),
    queue: queueService(base, parts),
    sweeps: sweepsService(base, parts),
    exports: exportsService(base, parts),
    models: modelsService(base, parts),
    predictions: predictionsService(base, parts),
  });
}

/** Looks after other engines' runs, the status and the log. @returns what ends it. */
function keepLooking(parts: EngineParts, rotate: () => void): () => void {
  const foreign = new ForeignRuns(parts);
  foreign.look();
  const guarded = (work: () => void) => (): void => {
    try {
      work();
    } catch (thrown) {
      parts.log.error({ err: thrown }, 'a regular look failed');
    }
  };
  const looking = setInterval(
    guarded(() => foreign.look()),
    lookInterval,
  );
  const telling = setInterval(
    guarded(() => {
      rotate();
      if (parts.broadcaster.hasWorkspaceSubscribers) parts.broadcaster.statusChanged(statusOf(parts));
    }),
    statusInterval,
  );
  looking.unref();
  telling.unref();
  return () => {
    clearInterval(looking);
    clearInterval(telling);
  };
}

async function closeAll(
  { sweeps, queue, records, predictors, rehearsals, inference, trainers, broadcaster, log }: EngineParts,
  endLooking: () => void,
  opened: OpenWorkspace,
  upkeep: Upkeep,
): Promise<void> {
  endLooking();
  sweeps.close();
  trainers.close();
  rehearsals.close();
  await Promise.all([queue.close(), predictors.close(), inference.close(), upkeep.close()]);
  await Promise.all([trainers.allGone(), records.settled()]);
  broadcaster.close();
  opened.close();
  log.info('engine ended');
}
