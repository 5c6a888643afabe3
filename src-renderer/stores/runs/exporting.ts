import type { RunSummary } from '@shared/runs/run';
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';

/** The run whose export dialog is open. */
export const useExportingStore = defineStore('exporting', () => {
  /** The run that was asked for last; null before any was. */
  const run = shallowRef<RunSummary | null>(null);
  const isOpen = shallowRef(false);

  function open(asked: RunSummary): void {
    run.value = asked;
    isOpen.value = true;
  }

  return { run, isOpen, open };
});
