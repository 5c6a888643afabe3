import type { Experiment } from '@shared/experiment';
import { validateExperiment } from '@shared/experimentValidation';
import { inferNetwork, type InferredNetwork, type NetworkProblem } from '@shared/network/inference';
import { experimentOf, startUpTemplate } from '@shared/network/templates';
import { useDebounceFn, useEventListener } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { factsOfSpec, type DatasetFacts } from './datasetFacts';
import { readDraft, writeDraft } from './draft';
import * as history from './history';
import type { EditOptions, Recipe } from './history';

/**
 * The open document. Its experiment is plain data, never a deep Vue proxy: it can be sent to the engine as it is.
 * It changes through {@link edit} alone, so that every change can be undone.
 */
export const useExperimentStore = defineStore('experiment', () => {
  const stored = readDraft();
  const past = shallowRef(
    history.startHistory<Experiment>(stored?.experiment ?? experimentOf(startUpTemplate)),
  );
  /** The state that is in the file; -1 where no state of this history is. */
  const savedState = shallowRef(stored?.dirty ? -1 : 0);
  const path = shallowRef<string | null>(stored?.path ?? null);
  const previewedFacts = shallowRef<{
    readonly dataset: Experiment['dataset'];
    readonly facts: DatasetFacts;
  } | null>(null);

  /** How often a document was opened: changes when another stands in this one's place. */
  const openings = shallowRef(0);

  const experiment = computed(() => past.value.document);
  const network = computed(() => experiment.value.network);
  const dataset = computed(() => experiment.value.dataset);
  const dirty = computed(() => history.stateId(past.value) !== savedState.value);

  /** What is known of the data: from the last preview of this data set, else from its specification alone. */
  const datasetFacts = computed<DatasetFacts | null>(() =>
    previewedFacts.value?.dataset === dataset.value ? previewedFacts.value.facts : factsOfSpec(dataset.value),
  );
  const inputShape = computed(() => datasetFacts.value?.inputShape ?? null);
  const inferred = computed<InferredNetwork>(() =>
    inferNetwork(network.value, inputShape.value && { inputShape: inputShape.value }),
  );
  /** Everything wrong or questionable: in the network, the training, and in how both fit the data. */
  const problems = computed<readonly NetworkProblem[]>(() =>
    validateExperiment(experiment.value, datasetFacts.value),
  );

  /** The name of the step that undo would take back, or null. */
  const undoName = computed(() => past.value.undoable.at(-1)?.name ?? null);
  const redoName = computed(() => past.value.redoable.at(-1)?.name ?? null);

  /**
   * Changes the document and remembers how to undo it.
   * @param name what is done, as the undo button says it: `Set learning rate`.
   */
  function edit(name: string, recipe: Recipe<Experiment>, options?: EditOptions): void {
    past.value = history.edit(past.value, name, recipe, options, performance.now());
  }

  function undo(): void {
    past.value = history.undo(past.value);
  }

  function redo(): void {
    past.value = history.redo(past.value);
  }

  /** Opens another document in place of this one, with a history of its own. */
  function replace(
    next: Experiment,
    from: { readonly path?: string | null; readonly dirty?: boolean } = {},
  ): void {
    past.value = history.startHistory(next);
    path.value = from.path ?? null;
    savedState.value = from.dirty ? -1 : 0;
    openings.value += 1;
  }

  /** Tells that the present state is in the file. */
  function markSaved(savedPath: string | null): void {
    path.value = savedPath;
    savedState.value = history.stateId(past.value);
  }

  /** Takes over what a preview of the present data set found. */
  function setDatasetFacts(facts: DatasetFacts): void {
    previewedFacts.value = { dataset: dataset.value, facts };
  }

  const store = () => writeDraft(experiment.value, path.value, dirty.value);
  const storeSoon = useDebounceFn(store, 200, { maxWait: 1000 });
  watch([past, path, savedState], storeSoon);
  useEventListener(window, 'pagehide', store);

  return {
    experiment,
    network,
    dataset,
    path,
    dirty,
    openings,
    datasetFacts,
    inputShape,
    inferred,
    problems,
    undoName,
    redoName,
    edit,
    undo,
    redo,
    replace,
    markSaved,
    setDatasetFacts,
  };
});
