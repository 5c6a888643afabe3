import { z } from 'zod';
import { appErrorDataSchema } from '../../errors';
import { experimentSchema } from '../../experiment/experiment';
import { runIdSchema } from '../../ids';
import { runStateSchema } from '../run';

export const sweepIdSchema = z.string().min(1).brand<'SweepId'>();
export type SweepId = z.infer<typeof sweepIdSchema>;

export const sweepStates = ['running', 'paused', 'finished', 'stopped', 'interrupted', 'failed'] as const;
export type SweepState = (typeof sweepStates)[number];
/** States in which an engine has the sweep in hand. */
export const activeSweepStates: readonly SweepState[] = ['running', 'paused'];

export const pointStates = [
  /** Its runs wait or train. */
  'open',
  'finished',
  /** A run of it diverged: as bad as can be. */
  'diverged',
  /** A run of it could not be trained to its end. */
  'failed',
  /** There is no such experiment: the network does not fit together, or a value is none. */
  'invalid',
  /** Its method saw no hope in it, and stopped it early. */
  'halted',
  /** A person stopped a run of it. */
  'stopped',
] as const;
export type PointState = (typeof pointStates)[number];

/** One run of a point, which differs from the others in its seed. */
export const pointRunSchema = z.object({
  seed: z.int(),
  /** Null before it was handed to be trained. */
  runId: runIdSchema.nullable(),
  /** How it ended; null before. */
  state: runStateSchema.nullable(),
  value: z.number().nullable(),
});

/** One point of a sweep: a value for each field that is tried. */
export const sweepPointSchema = z.object({
  /** From 0, in the order in which the points were taken. */
  number: z.int(),
  parameters: z.record(z.string(), z.unknown()),
  state: z.enum(pointStates),
  /** Of the metric, the mean over the seeds; of a point that was halted, what it had then. Null where there is none. */
  value: z.number().nullable(),
  /** After which epoch it was halted. */
  haltedAfter: z.int().nullable(),
  runs: z.array(pointRunSchema),
  /** Why it has no value, where that was neither chance nor a person's wish. */
  error: appErrorDataSchema.nullable(),
});
export type SweepPoint = z.infer<typeof sweepPointSchema>;

export const sweepSummarySchema = z.object({
  id: sweepIdSchema,
  name: z.string(),
  state: z.enum(sweepStates),
  method: z.string(),
  metric: z.string(),
  better: z.enum(['lower', 'higher']),
  seeds: z.int(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** Seconds in which it was neither paused nor interrupted. */
  elapsedSeconds: z.number(),
  /** Estimated; null before it can be told. */
  remainingSeconds: z.number().nullable(),
  /** Points that were taken, and how many there will be at most; null where time alone decides. */
  points: z.int(),
  mostPoints: z.int().nullable(),
  /** Runs that have ended, and how many there will be at most. */
  runs: z.int(),
  mostRuns: z.int().nullable(),
  /** Points in each state. */
  states: z.partialRecord(z.enum(pointStates), z.int()),
  /** Null before a point has finished. */
  best: z
    .object({
      point: z.int(),
      /** Of the point's runs the best. */
      runId: runIdSchema,
      runIds: z.array(runIdSchema),
      parameters: z.record(z.string(), z.unknown()),
      value: z.number(),
    })
    .nullable(),
  error: appErrorDataSchema.nullable(),
});
export type SweepSummary = z.infer<typeof sweepSummarySchema>;

/** What a subscriber to a sweep hears: first how it stands, with each of its points, then what changes. */
export const sweepEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('sweep'), sweep: sweepSummarySchema }),
  z.object({ type: z.literal('point'), point: sweepPointSchema }),
]);
export type SweepEvent = z.infer<typeof sweepEventSchema>;

export const sweepDetailSchema = z.object({
  sweep: sweepSummarySchema,
  experiment: experimentSchema,
  points: z.array(sweepPointSchema),
});
