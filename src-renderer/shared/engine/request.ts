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

  function cancel(): void {
    running?.abort();
    running = null;
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
  }

  onScopeDispose(cancel);
  return { error, loading, ask, cancel };
}
