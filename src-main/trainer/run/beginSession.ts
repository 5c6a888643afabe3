import { AppError } from '@shared/errors';
import type { CompilationFacts } from '@shared/training/computing/compilation';
import type { TrainJob } from '../protocol';
import type { CreateSession, SessionRequest, TrainingSession } from '../session/session';

/** A session, and how it runs its steps. */
export interface BegunSession {
  readonly session: TrainingSession;
  readonly facts: CompilationFacts;
}

/**
 * Makes the session of a job, its steps run as the job wants it. Where XLA cannot compile them they are run from operation
 * to operation, and the facts say why; a run that has begun as machine code would end with other bits.
 * @throws AppError where such a run cannot go on
 */
export function beginSession(
  createSession: CreateSession,
  request: SessionRequest,
  { compilation, compilationBinds }: Pick<TrainJob, 'compilation' | 'compilationBinds'>,
): BegunSession {
  if (compilation === 'plain')
    return { session: createSession(request), facts: { path: 'plain', reason: null } };
  try {
    const session = createSession({ ...request, compilation });
    return { session, facts: { path: 'xla', reason: null } };
  } catch (thrown) {
    const reason = whyNotMachineCode(thrown);
    if (compilationBinds) throw cannotGoOn(reason, thrown);
    return { session: createSession(request), facts: { path: 'plain', reason } };
  }
}

/** The operation that XLA lacks, or what it said, without the places in its sources and graphs that follow. */
export function whyNotMachineCode(thrown: unknown): string {
  const [line = ''] = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n');
  const [, lacking] = /No registered '(\w+)' OpKernel/.exec(line) ?? [];
  if (lacking !== undefined) return `not as machine code, since XLA has no ${lacking}`;
  const said = line.replace(/^.*?Session fail to run with error: /, '');
  return `not as machine code, XLA says: ${said.slice(0, 300)}`;
}

function cannotGoOn(reason: string, cause: unknown): AppError {
  return new AppError(
    'notAllowedNow',
    `The run was trained as machine code and cannot go on as such. ${reason}`,
    {
      remedy: 'Go on where it began, or start a new run from its experiment.',
      cause,
    },
  );
}
