import { carryOut } from '@shared/diagnosis/edits';
import type { Remedy } from '@shared/diagnosis/found';
import type { Rehearsal, RehearsalEvent } from '@shared/diagnosis/rehearsal/rehearsal';
import type { AppErrorData } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import { engine, toAppError } from '../../shared/engine/client';
import { useExperimentStore } from './experiment';

type Progress = Omit<Extract<RehearsalEvent, { type: 'progress' }>, 'type'>;

/** Whether the document's net can learn a few examples by heart, as it stands: what was found goes with the next change. */
export const useRehearsalStore = defineStore('rehearsal', () => {
  const document = useExperimentStore();
  /** How far it has come; null while none is under way. */
  const progress = shallowRef<Progress | null>(null);
  const outcome = shallowRef<Rehearsal | null>(null);
  const error = shallowRef<AppErrorData | null>(null);
  let current: AbortController | null = null;

  async function start(): Promise<void> {
    stop();
    const own = new AbortController();
    current = own;
    progress.value = { step: 0, steps: 0 };
    try {
      const events = await engine.runs.rehearse({ experiment: document.experiment }, { signal: own.signal });
      for await (const event of events) {
        if (own.signal.aborted) return;
        if (event.type === 'progress') progress.value = event;
        else outcome.value = event.rehearsal;
      }
    } catch (thrown) {
      if (!own.signal.aborted) error.value = toAppError(thrown).toData();
    } finally {
      if (current === own) progress.value = null;
    }
  }

  /** Ends what is under way, and forgets what was found. */
  function stop(): void {
    current?.abort();
    current = null;
    progress.value = null;
    outcome.value = null;
    error.value = null;
  }

  /** Changes the document as a remedy says, and sees whether it can learn then. */
  function tryRemedy({ title, edits }: Remedy): Promise<void> {
    document.edit(title, (draft) => carryOut(draft as Experiment, edits));
    return start();
  }

  watch(() => document.experiment, stop, { flush: 'sync' });

  return { progress, outcome, error, start, stop, tryRemedy };
});
