import { z } from 'zod';
import { appErrorDataSchema } from '../../errors';
import { runSummarySchema } from '../../runs/run';

/** A copy of the workspace's database. */
export const backupSchema = z.object({
  name: z.string(),
  createdAt: z.iso.datetime(),
  bytes: z.int(),
  /** It was made before the database was converted to this version; null for those of a day. */
  beforeVersion: z.int().nullable(),
});
export type Backup = z.infer<typeof backupSchema>;

/** One thing that is not as it should be in a workspace. */
export const workspaceProblemSchema = z.object({
  kind: z.enum([
    /** SQLite finds the database's file damaged. */
    'database',
    /** The journal beside it is damaged, or not its own. */
    'journal',
    /** A row is not as it was written. */
    'row',
    /** A curve's values are not those that its row counts. */
    'curve',
    /** A checkpoint that a run has is not there. */
    'checkpointLost',
    /** A checkpoint's file is not as it was written. */
    'checkpointDamaged',
    /** A sweep's run is not there. */
    'sweepRunLost',
    /** A folder holds a run that the database knows nothing of, or less of. */
    'runNotListed',
    /** A backup cannot be used. */
    'backup',
  ]),
  /** The run or sweep that it is about. */
  runId: z.string().nullable(),
  sweepId: z.string().nullable(),
  message: z.string(),
  /** The file, or the row of a table. */
  where: z.string(),
  remedy: z.string(),
});
export type WorkspaceProblem = z.infer<typeof workspaceProblemSchema>;

export const workspaceCheckSchema = z.object({
  checkedAt: z.iso.datetime(),
  /** Nothing was found. */
  ok: z.boolean(),
  problems: z.array(workspaceProblemSchema),
  /** What was looked at, and is whole but for the problems. */
  counts: z.object({
    runs: z.int(),
    curveParts: z.int(),
    checkpoints: z.int(),
    sweeps: z.int(),
    backups: z.int(),
  }),
});
export type WorkspaceCheck = z.infer<typeof workspaceCheckSchema>;

export const restoredSchema = z.object({
  backup: backupSchema,
  /** Where the database that was there before lies; null where there was none. */
  aside: z.string().nullable(),
  /** Backups that were newer and cannot be used. */
  passedOver: z.array(z.string()),
});
export type Restored = z.infer<typeof restoredSchema>;

export const adoptedSchema = z.object({
  runs: z.array(
    z.object({
      run: runSummarySchema,
      /** Its figures and curves are known again; else only what it was trained with, and its weights. */
      withCurves: z.boolean(),
    }),
  ),
  refused: z.array(z.object({ runId: z.string(), error: appErrorDataSchema })),
});
export type Adopted = z.infer<typeof adoptedSchema>;

export const workspaceStateSchema = z.object({
  home: z.string(),
  /** Bytes on disk, by what they are for. */
  bytes: z.object({
    database: z.int(),
    runs: z.int(),
    datasets: z.int(),
    weights: z.int(),
    examples: z.int(),
    files: z.int(),
    backups: z.int(),
    logs: z.int(),
  }),
  /** The newest first. */
  backups: z.array(backupSchema),
  /** Why the workspace cannot be used as it is; null where it can. */
  damage: appErrorDataSchema.nullable(),
  /** Runs that are damaged, as far as all was read when the workspace was opened. */
  damagedRuns: z.array(z.string()),
  /** When it was noticed that what was written last is lost; null where nothing is. */
  journalLostAt: z.iso.datetime().nullable(),
});
export type WorkspaceState = z.infer<typeof workspaceStateSchema>;
