import { fork, type ChildProcess } from 'node:child_process';
import { AppError } from '@shared/errors';
import type { LibrarySettings } from '@shared/training/computing/librarySettings';
import { endOf } from '../../../processes/ending';
import { takeForBatchWork } from '../../../processes/priority';
import type { RunId } from '@shared/ids';
import type {
  FromTrainer,
  GroupJob,
  RunMessage,
  ToTrainer,
  TrainerAnswer,
  TrainerRequest,
  TrainJob,
} from '../../../trainer/protocol';
import type { Seat } from '../seat';

const lastWordsLength = 4096;
/** Notes that the native library writes to stderr at every start; they say nothing about an end. */
const nativeNote = /^(WARNING: All log messages before absl|[IW]\d{4} )/;
/** Milliseconds that a trainer gets to leave by itself before it is killed. */
const releasePatience = 1000;

export type TrainerFacts = Extract<FromTrainer, { type: 'ready' }>;

/** How a trainer process ended. */
export interface TrainerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it wrote to stderr. */
  readonly lastWords: string;
}

/** One trainer process. It ends by itself when the channel to it closes, so none outlives the engine. */
export class TrainerProcess implements Seat {
  /** The process is up and knows its native library; rejects where it ended before. */
  readonly ready: Promise<TrainerFacts>;
  /** Resolves when the process is gone and all that it had sent has been heard. */
  readonly exited: Promise<TrainerExit>;
  private readonly child: ChildProcess;
  private readonly listeners = new Set<(message: FromTrainer) => void>();
  private readonly answers = new Map<
    number,
    { resolve: (answer: TrainerAnswer) => void; reject: (error: AppError) => void }
  >();
  /** What it said of itself; null before it has. */
  facts: TrainerFacts | null = null;
  private nextRequest = 1;
  private lastWords = '';
  private gone = false;

  constructor(entry: string, { parallelism, interOp, kernels }: LibrarySettings, machineCode: string) {
    this.child = fork(entry, [parallelism, interOp, kernels, machineCode], {
      serialization: 'advanced',
      // A session of its own, which can come after the interface's and the engine's.
      detached: process.platform !== 'win32',
      // V8's young generation at its full size would hold more, from job to job, than all the rest of its heap.
      execArgv: ['--max-old-space-size=1024', '--max-semi-space-size=4'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.child.stderr?.on('data', (data: Buffer) => {
      this.lastWords = (this.lastWords + data.toString('utf8')).slice(-lastWordsLength);
    });
    this.exited = this.watchExit();
    this.ready = new Promise((resolve, reject) => {
      this.onMessage((message) => {
        if (message.type !== 'ready') return;
        this.facts = message;
        resolve(message);
      });
      void this.exited.then((exit) => reject(crashError(exit, null)));
    });
    this.ready.catch(() => undefined);
    this.child.on('message', (message) => this.receive(message as FromTrainer));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get isGone(): boolean {
    return this.gone;
  }

  /** Messages to a process that has just ended are dropped; `exited` tells. */
  send(message: ToTrainer): void {
    if (this.child.connected) this.child.send(message, () => undefined);
  }

  /** @returns what takes the listener away again. */
  onMessage(listener: (message: FromTrainer) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  begin(job: TrainJob): void {
    this.train({ type: 'train', job });
  }

  beginTogether(group: GroupJob): void {
    this.train({ type: 'trainGroup', group });
  }

  private train(message: ToTrainer): void {
    takeForBatchWork(this.pid);
    this.send(message);
  }

  giveUp(): void {
    this.kill();
  }

  /** @throws AppError the trainer's own, or `trainerCrashed` where it ends before it answers */
  request(request: TrainerRequest, runId?: RunId): Promise<TrainerAnswer> {
    if (this.gone) return this.exited.then((exit) => Promise.reject(crashError(exit, null)));
    return new Promise((resolve, reject) => {
      const id = this.nextRequest++;
      this.answers.set(id, { resolve, reject });
      const message: RunMessage = { type: 'request', id, request };
      this.send(runId === undefined ? message : { type: 'toRun', runId, message });
    });
  }

  /** Lets the process go; resolves when it is gone. */
  async release(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    const timer = setTimeout(() => this.kill(), releasePatience);
    await this.exited;
    clearTimeout(timer);
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private receive(message: FromTrainer): void {
    if (message.type === 'answer') {
      const waiting = this.answers.get(message.id);
      this.answers.delete(message.id);
      if (message.answer.kind === 'error') waiting?.reject(AppError.fromData(message.answer.error));
      else waiting?.resolve(message.answer);
      return;
    }
    for (const listener of [...this.listeners]) listener(message);
  }

  private async watchExit(): Promise<TrainerExit> {
    const { code, signal, failure } = await endOf(this.child);
    if (failure !== null) this.lastWords = failure.message;
    this.gone = true;
    const exit = { code, signal, lastWords: withoutNotes(this.lastWords) };
    for (const { reject } of this.answers.values()) reject(crashError(exit, null));
    this.answers.clear();
    return exit;
  }
}

function withoutNotes(words: string): string {
  const lines = words.split('\n').filter((line) => !nativeNote.test(line));
  return lines.join('\n').trim();
}

/** What a person is told when a trainer has died. */
export function crashError(exit: TrainerExit, step: number | null): AppError {
  const how = exit.signal === null ? `with exit code ${String(exit.code)}` : `by signal ${exit.signal}`;
  const words = exit.lastWords === '' ? '' : ` Its last words: ${exit.lastWords}`;
  return new AppError('trainerCrashed', `The trainer process ended ${how}.${words}`, {
    ...(step === null ? {} : { where: `step ${step}` }),
    remedy:
      exit.signal === 'SIGKILL'
        ? 'If nobody ended it, memory ran out: close other programs or take a smaller network or batch; then continue the run from its last checkpoint.'
        : 'Continue the run from its last checkpoint; if it happens again, report the last words.',
  });
}

/** What a stop that had to be forced leaves behind. */
export function unansweredStop(step: number | null): AppError {
  return new AppError(
    'trainerCrashed',
    'The trainer did not answer when it was told to stop, and was ended: what it had trained since its last checkpoint is lost.',
    {
      ...(step === null ? {} : { where: `step ${step}` }),
      remedy: 'Continue the run: it goes on from its last checkpoint.',
    },
  );
}
