import { resolve } from 'node:path';
import { createEngineClient, type EngineClient } from '../../processes/engineClient';
import { takeEngine } from './engineAhead';
import { printProblem } from '../output/output';
import { EngineProcess } from '../../processes/engineProcess';

export interface CommonOptions {
  readonly home?: string;
  readonly json?: boolean;
}

/** What a command works with. */
export interface Session {
  readonly client: EngineClient;
  /** Rejects when the engine ends before the command does. */
  readonly engineGone: Promise<never>;
}

interface SessionOptions {
  /** Refuse a folder without a workspace. */
  readonly mustExist?: boolean;
  readonly jobs?: number;
  /** Do not open the workspace's database: it may be damaged, or another is to take its place. */
  readonly isClosed?: boolean;
}

/**
 * Starts an engine on the workspace, does the work, and ends the engine whatever happened.
 * @throws AppError of the engine where it cannot start
 */
export async function withEngine<Result>(
  options: CommonOptions,
  work: (session: Session) => Promise<Result>,
  { mustExist = false, jobs = 1, isClosed = false }: SessionOptions = {},
): Promise<Result> {
  const home = options.home === undefined ? undefined : resolve(options.home);
  // The log goes to the workspace's own file; what the engine said last is in the error when it dies.
  const engine = new EngineProcess(
    {
      start: { home, mustExist, jobs, ...(isClosed && { maintenance: 'always' as const }) },
      onLog: () => undefined,
      onWarning: (warning) => printProblem('warning', warning),
    },
    takeEngine(),
  );
  const engineGone = new Promise<never>((_resolve, reject) => engine.onExit(reject));
  engineGone.catch(() => undefined);
  try {
    await engine.ready;
    return await Promise.race([
      work({ client: createEngineClient(engine.connect()), engineGone }),
      engineGone,
    ]);
  } catch (error) {
    // Calls that wait for an engine that dies end first, and say less of it.
    if (!engine.isConnected) await engineGone;
    throw error;
  } finally {
    await engine.shutdown();
  }
}

/** The same for commands that only look: a workspace that is not there is said to be missing, and none is made. */
export function withExistingWorkspace<Result>(
  options: CommonOptions,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  return withEngine(options, work, { mustExist: true });
}

/** For what is asked of a workspace that need not open. */
export function withClosedWorkspace<Result>(
  options: CommonOptions,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  return withEngine(options, work, { isClosed: true });
}
