import { createORPCClient, DynamicLink, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '@shared/contract/contract';
import { AppError, appErrorDataSchema } from '@shared/errors';
import { connectionLost, currentLink } from './connection';

/**
 * Every call to the engine, typed by the contract: `await engine.runs.list({...})`. Arguments must be plain data,
 * never Vue proxies. Pass `{ signal }` as second argument to cancel. What fails rejects; {@link toAppError} reads it.
 * A call made while the engine restarts waits for it.
 */
export const engine: ContractRouterClient<Contract> = createORPCClient(new DynamicLink(currentLink));

/** Whatever a call to the engine threw, as an error that {@link ErrorNote} shows. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof ORPCError) {
    const data = appErrorDataSchema.safeParse(thrown.data);
    if (data.success) return AppError.fromData(data.data);
    return new AppError('internal', `The engine refused the call: ${thrown.message}`, { cause: thrown });
  }
  if (connectionLost().aborted) {
    return new AppError('internal', 'The engine stopped before it could answer', {
      remedy: 'It is being restarted; try again in a moment.',
      cause: thrown,
    });
  }
  return AppError.from(thrown);
}

/** Whether something was thrown because the engine refused a call or is gone; all else is a mistake in the window's program. */
export function isOfEngine(thrown: unknown): boolean {
  return thrown instanceof ORPCError || thrown instanceof AppError || connectionLost().aborted;
}

/** True for the error of a call that its own signal cancelled, which nobody needs to be told about. */
export function isCancelled(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}

/**
 * Follows a stream of the engine until `signal` fires, and opens it again after the engine was restarted.
 * Ends by itself when the stream ends; rejects with an AppError when the engine refuses it.
 *
 * @example followStream((options) => engine.runs.watch({ runId, pictures: true }, options), show, signal)
 */
export async function followStream<Event>(
  open: (options: { signal: AbortSignal }) => Promise<AsyncIterable<Event>>,
  receive: (event: Event) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await currentLink();
    const gone = connectionLost();
    const attempt = new AbortController();
    const abort = () => attempt.abort();
    signal.addEventListener('abort', abort);
    gone.addEventListener('abort', abort);
    try {
      for await (const event of await open({ signal: attempt.signal })) {
        if (signal.aborted) return;
        receive(event);
      }
      if (!gone.aborted) return;
    } catch (thrown) {
      if (signal.aborted) return;
      if (!gone.aborted) throw toAppError(thrown);
    } finally {
      signal.removeEventListener('abort', abort);
      gone.removeEventListener('abort', abort);
    }
  }
}
