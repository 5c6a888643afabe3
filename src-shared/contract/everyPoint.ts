import type { ContractRouterClient } from '@orpc/contract';
import type { RunId } from '../ids';
import type { PointBatch } from '../runs/points/batch';
import type { Contract } from './contract';
import { mostPoints } from './runTable';

type PointCalls = Pick<ContractRouterClient<Contract>['runs'], 'series' | 'points'>;

/** Goes through every point of every metric of some runs, in the order of runs, series and steps. */
export async function* everyPoint(calls: PointCalls, runIds: readonly RunId[]): AsyncGenerator<PointBatch> {
  for (const runId of runIds) {
    for (const key of await calls.series({ runId })) {
      for (let afterStep: number | undefined; ;) {
        const batch = await calls.points({ runId, ...key, afterStep });
        if (batch.steps.length > 0) yield { ...batch, runId };
        if (batch.steps.length < mostPoints) break;
        afterStep = batch.steps.at(-1);
      }
    }
  }
}
