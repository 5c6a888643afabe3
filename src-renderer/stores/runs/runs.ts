import type { WorkspaceEvent } from '@shared/contract/events';
import type { RunId } from '@shared/ids';
import type { RunSummary } from '@shared/runs/run';
import { useLocalStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, shallowRef, triggerRef } from 'vue';
import { engine } from '../../shared/engine/client';
import { useEngineStore } from '../engine';

type Listener = (event: WorkspaceEvent) => void;

/** What changes of the marks of runs. */
export interface LabelChange {
  addTags?: string[];
  removeTags?: string[];
  pinned?: boolean;
  archived?: boolean;
  addNote?: string;
  name?: string;
}

/** What the pages know of runs beside their own lists: live changes, the run of the workbench, what is compared. */
export const useRunsStore = defineStore('runs', () => {
  const latest = shallowRef(new Map<RunId, RunSummary>());
  const comparedList = useLocalStorage<RunId[]>('layerlab.compared', []);
  const listeners = new Set<Listener>();

  useEngineStore().listen((event) => {
    if (event.type === 'runChanged') remember(event.run);
    if (event.type === 'runDeleted') forget(event.runId);
    for (const listener of listeners) listener(event);
  });

  function remember(run: RunSummary): void {
    latest.value.set(run.id, run);
    triggerRef(latest);
  }

  function forget(runId: RunId): void {
    latest.value.delete(runId);
    comparedList.value = comparedList.value.filter((id) => id !== runId);
    triggerRef(latest);
  }

  /** Hears of every run that changes or is deleted; the answer ends the subscription. */
  function listen(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** The newest that is known of a run, for a row that was read earlier. */
  function current(run: RunSummary): RunSummary {
    return latest.value.get(run.id) ?? run;
  }

  async function rename(runId: RunId, name: string): Promise<void> {
    remember(await engine.runs.rename({ runId, name }));
  }

  async function setNote(runId: RunId, note: string): Promise<void> {
    remember(await engine.runs.setNote({ runId, note }));
  }

  /** Tags, pins or puts aside runs. */
  async function label(runIds: readonly RunId[], change: LabelChange): Promise<void> {
    const { runs } = await engine.runs.label({ runIds: [...runIds], ...change });
    for (const run of runs) remember(run);
  }

  /** Puts runs into the bin, from which {@link restore} brings them back. */
  async function remove(runIds: readonly RunId[]): Promise<void> {
    await engine.runs.delete({ runIds: [...runIds] });
    for (const runId of runIds) forget(runId);
  }

  async function restore(runIds: readonly RunId[]): Promise<void> {
    await engine.runs.restore({ runIds: [...runIds] });
  }

  function compare(runIds: readonly RunId[]): void {
    comparedList.value = [...new Set(runIds)];
  }

  return {
    latest,
    compared: computed<readonly RunId[]>(() => comparedList.value),
    listen,
    remember,
    current,
    rename,
    setNote,
    label,
    remove,
    restore,
    compare,
  };
});
