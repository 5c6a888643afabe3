import { execFileSync } from 'node:child_process';
import { createRouterClient } from '@orpc/server';
import { afterEach } from 'vitest';
import type { RunEvent } from '@shared/contract/events';
import type { RunId } from '@shared/ids';
import type { RunState } from '@shared/runs/run';
import { createEngine, type Engine } from '../../../src-main/engine/createEngine';
// What is to be done after a test is done in turn, the last first: engines end before their folders go.
import './workspace';

const engines: Engine[] = [];

/** An engine in this process, ended after the test. */
export function openEngine(home: string, programs: string, jobs = 1) {
  const engine = createEngine({ home, version: '0.1.0', programs, jobs });
  engines.push(engine);
  return { engine, client: createRouterClient(engine.router, {}) };
}
export type EngineCalls = ReturnType<typeof openEngine>['client'];

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

/** Hears a run's events until one fits, or the run has ended. @returns all that were heard */
export async function watchUntil(
  client: EngineCalls,
  runId: RunId,
  fits: (event: RunEvent) => boolean = () => false,
  pictures = false,
): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of await client.runs.watch({ runId, pictures })) {
    events.push(event);
    if (fits(event)) break;
  }
  return events;
}

export const hasReached = (step: number) => (event: RunEvent) =>
  event.type === 'progress' && event.progress.step >= step;

export const isNow = (state: RunState) => (event: RunEvent) =>
  event.type === 'summary' && event.run.state === state;

/** Ids of the trainer processes that another process has started. */
export function trainersOf(processId: number): number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, parent, ...args]) => Number(parent) === processId && args.join(' ').includes('trainer.mjs'))
    .map(([id]) => Number(id));
}

export function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

/** Looks again and again until the condition holds. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
