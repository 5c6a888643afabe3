import type { EngineStatus, WorkspaceEvent } from '@shared/contract/events';
import type { AppErrorData } from '@shared/errors';
import type { RunId } from '@shared/ids';
import type { RunState, RunSummary } from '@shared/runs/run';
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
  const states = new Map<RunId, RunState>();
  let following = false;

  /** Follows the workspace for as long as the page lives; later calls do nothing. */
  function follow(): void {
    if (following) return;
    following = true;
    const receive = (event: WorkspaceEvent) => {
      error.value = null;
      if (event.type === 'status') status.value = event.status;
      if (event.type === 'runChanged') countJobs(event.run);
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

  /** The engine tells its status from time to time; that a run begins or ends is told at once. */
  function countJobs(run: RunSummary): void {
    if (states.get(run.id) === run.state) return;
    states.set(run.id, run.state);
    engine.engine.status().then(
      (told) => (status.value = told),
      // The next status comes by itself.
      () => undefined,
    );
  }

  /** Hears every event of the workspace; the answer ends the subscription. */
  function listen(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return { status, error, connection: computed(() => connectionState.value), follow, listen };
});
