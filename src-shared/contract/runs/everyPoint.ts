import type { ContractRouterClient } from '@orpc/contract';
import type { RunId } from '../../ids';
import type { PointBatch } from '../../runs/points/batch';
import type { MetricBatch } from '../../runs/run';
import type { Contract } from '../contract';
import { mostPoints } from './runTable';

type PointCalls = Pick<ContractRouterClient<Contract>['runs'], 'series' | 'points'>;

/**
 * Goes through every point of every metric of some runs, in the order of runs, series and steps; of a run that trains, those
 * that all its series had at one moment.
 */
export async function* everyPoint(calls: PointCalls, runIds: readonly RunId[]): AsyncGenerator<PointBatch> {
  for (const runId of runIds) {
    for (const { lastStep, ...key } of await calls.series({ runId })) {
      for (let afterStep: number | undefined; ;) {
        const batch = await calls.points({ runId, ...key, afterStep });
        const known = upTo(batch, lastStep);
        if (known.steps.length > 0) yield { ...known, runId };
        if (known.steps.length < mostPoints) break;
        afterStep = known.steps.at(-1);
      }
    }
  }
}

function upTo({ steps, values, ...key }: MetricBatch, lastStep: number): MetricBatch {
  const end = steps.findIndex((step) => step > lastStep);
  return end < 0
    ? { ...key, steps, values }
    : { ...key, steps: steps.slice(0, end), values: values.slice(0, end) };
}
