import { requireSound } from '@shared/experiment/check';
import type { RunId } from '@shared/ids';
import { sizeOf } from '@shared/ops/shape';
import { noMetrics, type Baselines } from '@shared/runs/run';
import type { Compilation, CompilationFacts } from '@shared/training/computing/compilation';
import { isObserved, observedExamples } from '@shared/training/observation';
import type { ResolvedTraining } from '@shared/training/resolve';
import type { FromTrainer, GroupJob, MemberJob } from '../protocol';
import { describePrepared, type PreparedRun } from '../run/answers';
import { whyNotMachineCode } from '../run/beginSession';
import type { Control } from '../run/pacing/control';
import { TrainingRun, type RunOptions } from '../run/trainingRun';
import { loadTrainingData } from '../session/data';
import type { CreateGroup, TrainingGroup } from '../session/group';
import type { SessionRequest, TrainingData } from '../session/session';
import { Lockstep } from './lockstep';
import { Member } from './member';

/** What the group's trainer is told with, by run. */
export interface GroupChannel {
  send(runId: RunId, message: FromTrainer): void;
  controlOf(runId: RunId): Control;
}

/** A group made ready. */
interface ReadyGroup {
  readonly group: TrainingGroup;
  readonly requests: readonly SessionRequest[];
  readonly data: TrainingData;
  /** How the steps are run. */
  readonly facts: Pick<CompilationFacts, 'path' | 'reason'>;
}

/**
 * Trains runs as one.
 * @returns why they cannot be, and nothing has happened yet; null once all have ended
 */
export async function trainGroup(
  job: GroupJob,
  createGroup: CreateGroup,
  channel: GroupChannel,
  { longestSlice }: Pick<RunOptions, 'longestSlice'> = {},
): Promise<string | null> {
  let ready: ReadyGroup;
  if (wish(job) === 'xla') {
    // Whoever waits hears of it before nothing is heard for seconds.
    for (const member of job.members) channel.send(member.job.runId, { type: 'compiling' });
  }
  try {
    ready = makeReady(job, createGroup);
  } catch (thrown) {
    return thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown);
  }
  const { group } = ready;
  try {
    if (wish(job) === 'xla') await hearWhatWaits();
    const members = job.members.filter(({ job: { runId } }) => !leftOut(runId, channel));
    const lockstep = new Lockstep(
      group,
      members.map(({ place }) => place),
    );
    const baselines = new Map<string, Baselines>();
    const shared = { baselines, ...(longestSlice !== undefined && { longestSlice }) };
    await Promise.all(members.map((member) => trainMember(member, ready, lockstep, channel, shared)));
  } finally {
    group.dispose();
  }
  return null;
}

/** What was said while nothing was heard: a turn may end before it has been read. */
async function hearWhatWaits(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Whether a run was stopped before it began. It is told so, where anybody still listens, and leaves no file behind. */
function leftOut(runId: RunId, { controlOf, send }: GroupChannel): boolean {
  if (controlOf(runId).wanted !== 'stopped') return false;
  send(runId, { type: 'finished', state: 'stopped', metrics: noMetrics, weightsHash: null, error: null });
  return true;
}

function wish({ members: [first] }: GroupJob): Compilation {
  return first?.job.compilation ?? 'plain';
}

function makeReady(job: GroupJob, createGroup: CreateGroup): ReadyGroup {
  const { experiments, members } = job;
  const [first] = members;
  if (first === undefined) throw new Error('there is no run to train');
  const data = loadTrainingData(first.job.dataset, first.job.datasetDirectory);
  const requests = experiments.map((experiment): SessionRequest => {
    const { network, training } = requireSound(experiment, first.job.dataset);
    if (!isObserved(training.config)) return { network, training, data };
    const probe = observedExamples(data.splits, sizeOf(data.inputShape), network);
    return { network, training, data, probe };
  });
  const sharesRates = haveOneRate(requests.map(({ training }) => training));
  const made = (compilation: Compilation) =>
    createGroup(
      requests.map((request) => ({ ...request, compilation })),
      sharesRates,
    );
  if (wish(job) === 'plain')
    return { group: made('plain'), requests, data, facts: { path: 'plain', reason: null } };
  try {
    return { group: made('xla'), requests, data, facts: { path: 'xla', reason: null } };
  } catch (thrown) {
    // A run that has begun as machine code would end in other bits.
    if (members.some((member) => member.job.compilationBinds)) throw thrown;
    return {
      group: made('plain'),
      requests,
      data,
      facts: { path: 'plain', reason: whyNotMachineCode(thrown) },
    };
  }
}

/** Whether all runs have the same learning rate at every step, whatever happens to them. */
function haveOneRate(trainings: readonly ResolvedTraining[]): boolean {
  const rates = trainings.map(({ optimizer, schedule, config: { warmupSteps, epochs, batchSize } }) =>
    JSON.stringify([
      optimizer.parameters.learningRate,
      schedule?.definition.kind,
      schedule?.parameters,
      ...[warmupSteps, epochs, batchSize],
    ]),
  );
  const isPlanned = trainings.every(({ schedule }) => schedule?.definition.reactiveFactor === undefined);
  return isPlanned && new Set(rates).size === 1;
}

async function trainMember(
  { job, place }: MemberJob,
  { group, requests, data, facts }: ReadyGroup,
  lockstep: Lockstep,
  channel: GroupChannel,
  shared: RunOptions,
): Promise<void> {
  const request = requests[place];
  if (request === undefined) throw new Error('a run has no place in its group');
  const send = (message: FromTrainer) => channel.send(job.runId, message);
  const session = new Member(group, lockstep, place, requests.length - 1);
  const prepared: PreparedRun = describePrepared(request, data, session);
  send({ type: 'compiled', compilation: { ...facts, together: requests.length } });
  try {
    const options = { ...shared, stepper: session };
    await new TrainingRun(job, prepared, channel.controlOf(job.runId), send, options).run();
  } finally {
    session.dispose();
  }
}
