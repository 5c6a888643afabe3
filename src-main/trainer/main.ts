import { availableParallelism } from 'node:os';
import { AppError, describeError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import { noMetrics } from '@shared/runs/run';
import type { Compilation } from '@shared/training/computing/compilation';
import { parallelisms, interOps } from '@shared/training/computing/parallelism';
import { answerAboutMoments, prepareSession } from './run/answers';
import { beginSession } from './run/beginSession';
import { passWeights, readClock } from './checkpoints/checkpoint';
import { Control } from './run/pacing/control';
import { giveWay } from './run/pacing/priority';
import { shareCores } from './session/cores';
import { createEagerSession } from './eager';
import { createCompiledGroup, createCompiledSession, ProgramCache } from './compile';
import { trainGroup, type GroupChannel } from './group/trainGroup';
import { loadNative } from './session/native';
import type { FromTrainer, GroupJob, PredictJob, RunMessage, ToTrainer, TrainJob } from './protocol';
import type { CreateGroup } from './session/group';
import type { Clock } from './run/pacing/clock';
import type { CreateSession, TrainingSession } from './session/session';
import { TrainingRun } from './run/trainingRun';

const [parallelism, interOp, kernels, machineCode = ''] = process.argv.slice(2);
const parts = shareCores(
  parallelisms.find((each) => each === parallelism) ?? 'operations',
  interOps.find((each) => each === interOp) ?? 'pool',
);
const programs = new ProgramCache(machineCode);
programs.announce();
const outcome = loadNative(kernels === 'oneDnn' ? 'oneDnn' : 'processor');
const createSession: CreateSession =
  outcome.native === null
    ? createEagerSession
    : (request) => keepPrograms(request.compilation, () => createCompiledSession({ ...request, parts }));
const createGroup: CreateGroup = (requests, sharesRates) =>
  keepPrograms(requests[0]?.compilation, () => createCompiledGroup(requests, sharesRates));

let control = new Control();
/** Of the runs of a group. */
const members = new Map<RunId, Control>();
/** Jobs are done one after another. */
let work: Promise<void> = Promise.resolve();

function keepPrograms<Made>(compilation: Compilation | undefined, make: () => Made): Made {
  const version = outcome.native?.tensorflowVersion ?? '';
  return compilation === 'xla' ? programs.around(version, make) : make();
}

function send(message: FromTrainer): void {
  if (process.connected) process.send?.(message);
}

async function train(job: TrainJob, control: Control, send: (message: FromTrainer) => void): Promise<void> {
  // Whoever waits hears of it before nothing is heard for seconds.
  if (job.compilation === 'xla') send({ type: 'compiling' });
  const create: CreateSession = (request) => {
    const { session, facts } = beginSession(createSession, request, job);
    const { apart } = job;
    send({ type: 'compiled', compilation: { ...facts, ...(apart !== undefined && { apart }) } });
    return session;
  };
  const prepared = prepareSession(job, create, 'observed');
  try {
    await new TrainingRun(job, prepared, control, send).run();
  } finally {
    prepared.session.dispose();
  }
}

/** Answers requests about a checkpoint until the next job or the end of the process. */
async function predict(job: PredictJob, control: Control): Promise<void> {
  const prepared = prepareSession(job, createSession, 'asked');
  try {
    const clock = takeUp(prepared.session, job.checkpoint);
    send({ type: 'started', step: clock.step, computing: prepared.session.computing });
    while (control.wanted !== 'stopped') {
      control.answerRequests((request) => answerAboutMoments(prepared, clock.step, request));
      await control.change();
    }
  } finally {
    prepared.session.dispose();
  }
}

/** Puts the weights of a checkpoint into a session. @returns how far its run had come */
function takeUp(session: TrainingSession, path: string): Clock {
  const clock = readClock(path);
  passWeights(path, (tensors) => session.writeState(tensors), session.blocks);
  return clock;
}

/** Trains runs as one or, where they cannot be, one by one. */
async function trainTogether(group: GroupJob): Promise<void> {
  const channel: GroupChannel = {
    send: (runId, message) => send({ type: 'ofRun', runId, message }),
    controlOf: (runId) => membersControl(runId),
  };
  const apart =
    outcome.native === null ? 'there is no native library' : await trainGroup(group, createGroup, channel);
  if (apart === null) return;
  for (const { job } of group.members) {
    const tell = (message: FromTrainer) => channel.send(job.runId, message);
    if (job.resume) tell(failure(cannotGoOnApart(apart)));
    else {
      const work = train({ ...job, apart }, membersControl(job.runId), tell);
      await work.catch((thrown: unknown) => tell(failure(thrown)));
    }
  }
}

/** By itself a run would end in other bits than it has begun with. */
function cannotGoOnApart(reason: string): AppError {
  return new AppError(
    'notAllowedNow',
    `The run was trained with others as one, and cannot go on so: ${reason}.`,
    {
      remedy: 'Start a new run from its experiment.',
    },
  );
}

function membersControl(runId: RunId): Control {
  const control = members.get(runId) ?? new Control();
  members.set(runId, control);
  return control;
}

function begin(job: (control: Control) => Promise<void>): void {
  const own = new Control();
  control = own;
  work = work.then(() => job(own)).catch((thrown: unknown) => send(failure(thrown)));
}

/** Says why a job could not even begin. */
function failure(thrown: unknown): FromTrainer {
  const error = AppError.from(thrown);
  if (error.code === 'internal') console.error(thrown);
  return { type: 'finished', state: 'failed', metrics: noMetrics, weightsHash: null, error: error.toData() };
}

/** What is wanted of a run, or of the one that there is. */
function hear(message: RunMessage, control: Control): void {
  switch (message.type) {
    case 'pause':
      return control.want('paused');
    case 'resume':
      return control.want('running');
    case 'stop':
      return control.want('stopped');
    case 'attention':
      control.intervals = message;
      return;
    case 'request':
      void control.ask(message.request).then(
        (answer) => send({ type: 'answer', id: message.id, answer }),
        (thrown: unknown) =>
          send({
            type: 'answer',
            id: message.id,
            answer: { kind: 'error', error: AppError.from(thrown).toData() },
          }),
      );
  }
}

process.on('message', (message: ToTrainer) => {
  switch (message.type) {
    case 'train':
      giveWay();
      return begin((own) => train(message.job, own, send));
    case 'trainGroup':
      giveWay();
      return begin(() => trainTogether(message.group));
    case 'predict':
      return begin((own) => predict(message.job, own));
    case 'toRun':
      return hear(message.message, membersControl(message.runId));
    default:
      return hear(message, control);
  }
});

// Without the engine there is nobody to train for; what the last checkpoint holds can go on later.
process.on('disconnect', () => process.exit(0));

send({
  type: 'ready',
  tensorflow: outcome.native?.tensorflowVersion ?? null,
  nativeProblem: outcome.native === null ? describeError(outcome.problem) : null,
  threads: availableParallelism(),
});
