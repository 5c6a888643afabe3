import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { expect, it } from 'vitest';
import { parseExperiment } from '@shared/experiment/parsing';
import { leaveProcessorToOthers } from '../../../src-main/processes/priority';
import { smallNetwork } from '../../support/experiments';
import { withoutEnd } from '../../support/withoutEnd';
import { eventually, hasReached, openEngine, trainersOf, watchUntil } from '../support/engine';
import { programs } from '../support/programs';
import { temporaryFolder } from '../support/workspace';

function moonsFor(training: object) {
  return parseExperiment({
    version: 1,
    name: 'moons',
    network: smallNetwork(5),
    dataset: { kind: 'moons', examples: 100 },
    training: { batchSize: 20, ...training },
  });
}

/** What is told of all threads of a process, each once. */
function ofThreads(processId: number, column: 'ni' | 'cls'): string[] {
  const rows = execFileSync('ps', ['-L', '-o', `${column}=`, '-p', String(processId)], { encoding: 'utf8' });
  return [...new Set(rows.trim().split(/\s+/))];
}

it.runIf(process.platform === 'linux')(
  'a process that trains gives way with all its threads, and one that answers about a moment does not',
  async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const { runId } = await client.runs.start({ experiment: moonsFor({ epochs: 4 }) });
    await watchUntil(client, runId);
    await eventually(() => trainersOf(process.pid).length === 0);

    const { runId: endless } = await client.runs.start({ experiment: moonsFor(withoutEnd) });
    await watchUntil(client, endless, hasReached(20));
    const [trainer] = trainersOf(process.pid);
    const [step] = await client.runs.moments({ runId });
    await client.runs.moment({ runId, step });
    const [predictor] = trainersOf(process.pid).filter((each) => each !== trainer);

    const own = getPriority();
    const below = Math.max(own, constants.priority.PRIORITY_BELOW_NORMAL);
    expect(ofThreads(trainer!, 'ni')).toEqual([String(below)]);
    expect(ofThreads(predictor!, 'ni')).toEqual([String(own)]);
    // The scheduling class: of batch work (B), and of all that says nothing (TS).
    expect(ofThreads(trainer!, 'cls')).toEqual(['B']);
    expect(ofThreads(predictor!, 'cls')).toEqual(['TS']);
  },
);

const sessionPriority = (processId: number | undefined): number =>
  Number(/nice (\d+)/.exec(readFileSync(`/proc/${String(processId)}/autogroup`, 'utf8'))?.[1]);

// Of those who are not root Linux takes one in a tenth of a second.
it.runIf(existsSync('/proc/self/autogroup'))('sessions that are lowered at once all are', async () => {
  const sessions = [1, 2, 3].map(() => spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }));
  try {
    for (const { pid } of sessions) leaveProcessorToOthers(pid);
    const below = constants.priority.PRIORITY_BELOW_NORMAL;
    await eventually(() => sessions.every(({ pid }) => sessionPriority(pid) === below));
  } finally {
    for (const session of sessions) session.kill('SIGKILL');
  }
});
