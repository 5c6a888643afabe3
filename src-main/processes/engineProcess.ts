import { spawn, type ChildProcess } from 'node:child_process';
import { AppError, type AppErrorData } from '@shared/errors';
import { EngineChannel, type EngineStart } from './channel';
import type { Connection } from './connection';
import { endOf, type ProcessEnd } from './ending';
import { nodeBinary, processEntry } from './nodeBinary';

export interface EngineOptions {
  readonly start?: EngineStart;
  /** Hears what is to be known of the workspace, which can be used all the same. */
  readonly onWarning?: (warning: AppErrorData) => void;
  /** The engine's log, line by line; to our stderr where absent. */
  readonly onLog?: (line: string) => void;
}

/** Time that running jobs get to write their checkpoints, in milliseconds. */
const shutdownPatience = 15_000;
const lastWordsLength = 4000;

/** An engine's process that loads its program, and opens nothing before it is told what. */
export interface LoadingEngine {
  readonly child: ChildProcess;
  readonly end: Promise<ProcessEnd>;
}

/**
 * @param options arguments of the engine, as {@link asksModels}
 * @throws AppError where the engine or its Node is not there
 */
export function loadEngine(...options: readonly string[]): LoadingEngine {
  const child = spawn(nodeBinary(), [processEntry('engine'), ...options], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    // A group of its own: Ctrl-C in a terminal reaches the host, which ends the engine when it is ready to.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  return { child, end: endOf(child) };
}

/** An engine running as a child process. */
export class EngineProcess {
  private readonly child: ChildProcess;
  private readonly channel: EngineChannel;
  private readonly exitListeners: ((error: AppError) => void)[] = [];
  private lastWords = '';
  private failure: AppError | null = null;
  private exited = false;

  /** Resolves when the engine is ready for calls; rejects where it cannot start, with its own error if it gave one. */
  readonly ready: Promise<void>;

  /**
   * @param loading a process that was started before what it is to open was known
   * @throws AppError where the engine or its Node is not there
   */
  constructor(
    private readonly options: EngineOptions = {},
    { child, end }: LoadingEngine = loadEngine(),
  ) {
    this.child = child;
    this.channel = new EngineChannel(this.child);
    this.channel.start(options.start ?? {});
    this.ready = this.watchStart();
    this.ready.catch(() => undefined);
    this.child.stdout?.on('data', (data: Buffer) => this.log(data, options.onLog));
    this.child.stderr?.on('data', (data: Buffer) => this.log(data, options.onLog));
    void end.then((how) => this.finish(this.explain(how)));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Whether it can still be reached. */
  get isConnected(): boolean {
    return this.child.connected;
  }

  /** A new connection; what is sent before the engine is ready waits for it. */
  connect(): Connection {
    return this.channel.open();
  }

  /** Called once when the engine has ended, for whatever reason. */
  onExit(listener: (error: AppError) => void): void {
    this.exitListeners.push(listener);
  }

  /** Asks the engine to checkpoint its jobs and end; kills it where it does not within some seconds. */
  async shutdown(): Promise<void> {
    if (this.exited) return;
    const ended = new Promise<void>((resolve) => this.onExit(() => resolve()));
    this.channel.end();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), shutdownPatience);
    await ended;
    clearTimeout(timer);
  }

  private watchStart(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.channel.onAnnouncement((announcement) => {
        if (announcement.type === 'ready') {
          for (const warning of announcement.warnings) this.options.onWarning?.(warning);
          resolve();
        } else this.failure = AppError.fromData(announcement.error);
      });
      this.exitListeners.push(reject);
    });
  }

  private log(data: Buffer, onLog: EngineOptions['onLog']): void {
    const text = data.toString('utf8');
    this.lastWords = (this.lastWords + text).slice(-lastWordsLength);
    if (onLog === undefined) process.stderr.write(text);
    else for (const line of text.split('\n')) if (line !== '') onLog(line);
  }

  private explain({ code, signal, failure }: ProcessEnd): AppError {
    if (failure !== null) return AppError.from(failure);
    if (this.failure !== null) return this.failure;
    const how = signal === null ? `with exit code ${String(code)}` : `by signal ${signal}`;
    const words = this.lastWords.trim().split('\n').slice(-5).join('\n');
    return new AppError('internal', `The engine ended ${how}${words === '' ? '' : `: ${words}`}`, {
      remedy: 'Runs that were training can go on from their last checkpoint',
    });
  }

  private finish(error: AppError): void {
    if (this.exited) return;
    this.exited = true;
    for (const listener of this.exitListeners) listener(error);
  }
}
