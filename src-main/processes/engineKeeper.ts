import type { AppError } from '@shared/errors';
import type { Connection } from './connection';
import { EngineProcess, type EngineOptions } from './engineProcess';

export interface EngineKeeperOptions extends EngineOptions {
  /** The engine ended by itself; `restarting` is false where it keeps ending and is given up. */
  readonly onExit: (error: AppError, restarting: boolean) => void;
}

/** Ends in a row, each soon after the start, after which the engine is given up. */
const largestStreak = 3;
/** An engine that lived this long had started well, in milliseconds. */
const longLife = 30_000;

/** Keeps one engine running for a host: starts it again when it ends by itself. */
export class EngineKeeper {
  private engine: EngineProcess;
  private startedAt = Date.now();
  private streak = 0;
  private ending = false;

  /** @throws AppError where the engine or its Node is not there */
  constructor(private readonly options: EngineKeeperOptions) {
    this.engine = this.start();
  }

  /** Resolves when the present engine is ready; rejects where it cannot start. */
  get ready(): Promise<void> {
    return this.engine.ready;
  }

  /** A connection to the present engine. */
  connect(): Connection {
    return this.engine.connect();
  }

  /** Ends the engine for good, its jobs with a checkpoint. */
  shutdown(): Promise<void> {
    this.ending = true;
    return this.engine.shutdown();
  }

  private start(): EngineProcess {
    const engine = new EngineProcess(this.options);
    this.startedAt = Date.now();
    let wasReady = false;
    void engine.ready.then(
      () => (wasReady = true),
      () => undefined,
    );
    engine.onExit((error) => this.ended(error, wasReady));
    return engine;
  }

  private ended(error: AppError, wasReady: boolean): void {
    if (this.ending) return;
    this.streak = Date.now() - this.startedAt > longLife ? 1 : this.streak + 1;
    const restarting = wasReady && this.streak < largestStreak;
    if (restarting) this.engine = this.start();
    this.options.onExit(error, restarting);
  }
}
