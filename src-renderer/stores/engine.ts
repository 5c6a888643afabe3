import type { EngineStatus } from '@shared/contract/events';
import type { WorkspaceEvent } from '@shared/contract/events';
import type { AppErrorData } from '@shared/errors';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { engine, followStream, toAppError } from '../shared/engine/client';
import { connectionState } from '../shared/engine/connection';

type Listener = (event: WorkspaceEvent) => void;

/** The engine's state, and everything it tells about the workspace. */
export const useEngineStore = defineStore('engine', () => {
  const status = shallowRef<EngineStatus | null>(null);
  const error = shallowRef<AppErrorData | null>(null);
  const listeners = new Set<Listener>();
  let following = false;

  /** Follows the workspace for as long as the page lives; later calls do nothing. */
  function follow(): void {
    if (following) return;
    following = true;
    const receive = (event: WorkspaceEvent) => {
      error.value = null;
      if (event.type === 'status') status.value = event.status;
      for (const listener of listeners) listener(event);
    };
    followStream(
      (options) => engine.engine.watch(undefined, options),
      receive,
      new AbortController().signal,
    ).catch((thrown: unknown) => {
      error.value = toAppError(thrown).toData();
      following = false;
    });
  }

  /** Hears every event of the workspace; the answer ends the subscription. */
  function listen(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return { status, error, connection: computed(() => connectionState.value), follow, listen };
});
