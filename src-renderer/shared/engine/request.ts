import type { AppErrorData } from '@shared/errors';
import { onScopeDispose, shallowRef } from 'vue';
import { toAppError } from './client';

/**
 * Asks the engine one thing at a time: a newer question takes the place of the one before, whose answer is dropped.
 * Cancelled with the scope that it was made in.
 */
export function useRequest() {
  const error = shallowRef<AppErrorData | null>(null);
  const loading = shallowRef(false);
  let running: AbortController | null = null;
  /** What is to be asked once there is an answer. */
  let next: (() => unknown) | null = null;

  function cancel(): void {
    running?.abort();
    running = null;
    next = null;
    loading.value = false;
  }

  /** @param refused what else a refusal changes, beside `error` */
  async function ask<Answer>(
    call: (options: { signal: AbortSignal }) => Promise<Answer>,
    receive: (answer: Answer) => void,
    refused: () => void = () => undefined,
  ): Promise<void> {
    running?.abort();
    const own = new AbortController();
    running = own;
    loading.value = true;
    try {
      const answer = await call({ signal: own.signal });
      if (own.signal.aborted) return;
      error.value = null;
      receive(answer);
    } catch (thrown) {
      if (own.signal.aborted) return;
      error.value = toAppError(thrown).toData();
      refused();
    }
    running = null;
    loading.value = false;
    const asking = next;
    next = null;
    asking?.();
  }

  /**
   * Asks at once, or when what is being asked has been answered, once for all who wish it meanwhile: news that come faster
   * than answers would leave none.
   */
  function askAfter(asking: () => unknown): void {
    if (loading.value) next = asking;
    else asking();
  }

  onScopeDispose(cancel);
  return { error, loading, ask, askAfter, cancel };
}
