import { factsBeforeReading, type DatasetFacts } from '@shared/data/facts';
import type { Experiment } from '@shared/experiment/experiment';
import { checkExperiment } from '@shared/experiment/check';
import { inferNetwork, type InferredNetwork, type NetworkProblem } from '@shared/network/inference';
import { experimentOf, startUpTemplate } from '@shared/experiment/templates';
import { useDebounceFn, useEventListener } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { readDraft, writeDraft } from './draft';
import * as history from './history';
import type { EditOptions, Recipe } from './history';

/** A document whose place another took, and the other way round: kept so that undo and redo go across. */
interface Standing {
  readonly past: history.History<Experiment>;
  readonly path: string | null;
  readonly savedState: number;
}

/** A state of the document that is being saved. */
export interface Snapshot {
  readonly experiment: Experiment;
  readonly opening: number;
  readonly state: number;
}

/** Documents kept behind the open one. */
const keptDocuments = 10;

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

  /** What was open before, the newest last, and what undo took away again. */
  const before = shallowRef<readonly Standing[]>([]);
  const after = shallowRef<readonly Standing[]>([]);

  /** How often a document was opened: changes when another stands in this one's place. */
  const openings = shallowRef(0);

  const experiment = computed(() => past.value.document);
  const network = computed(() => experiment.value.network);
  const dataset = computed(() => experiment.value.dataset);
  const dirty = computed(() => history.stateId(past.value) !== savedState.value);

  /** What is known of the data: from the last preview of this data set, else from its specification alone. */
  const datasetFacts = computed<DatasetFacts | null>(() =>
    previewedFacts.value?.dataset === dataset.value
      ? previewedFacts.value.facts
      : factsBeforeReading(dataset.value),
  );
  const inputShape = computed(() => datasetFacts.value?.inputShape ?? null);
  const inferred = computed<InferredNetwork>(() =>
    inferNetwork(network.value, inputShape.value && { inputShape: inputShape.value }),
  );
  /** Everything wrong or questionable: in the network, the training, and in how both fit the data. */
  const problems = computed<readonly NetworkProblem[]>(
    () => checkExperiment(experiment.value, datasetFacts.value, inferred.value).problems,
  );

  /** The name of the step that undo would take back, or null. */
  const undoName = computed(
    () =>
      past.value.undoable.at(-1)?.name ?? (before.value.length > 0 ? `Open ${experiment.value.name}` : null),
  );
  const redoName = computed(() => {
    const next = after.value.at(-1);
    return past.value.redoable.at(-1)?.name ?? (next ? `Open ${next.past.document.name}` : null);
  });

  /**
   * Changes the document and remembers how to undo it.
   * @param name what is done, as the undo button says it: `Set learning rate`.
   */
  function edit(name: string, recipe: Recipe<Experiment>, options?: EditOptions): void {
    const edited = history.edit(past.value, name, recipe, options, performance.now());
    if (edited === past.value) return;
    past.value = edited;
    after.value = [];
  }

  const standing = (): Standing => ({
    past: past.value,
    path: path.value,
    savedState: savedState.value,
  });

  function stand(next: Standing): void {
    past.value = next.past;
    path.value = next.path;
    savedState.value = next.savedState;
    openings.value += 1;
  }

  /** Takes the last step back; before a document's first step, the document that it replaced comes back. */
  function undo(): void {
    const earlier = before.value.at(-1);
    if (past.value.undoable.length > 0 || earlier === undefined) {
      past.value = history.undo(past.value);
      return;
    }
    after.value = [...after.value, standing()];
    before.value = before.value.slice(0, -1);
    stand(earlier);
  }

  function redo(): void {
    const later = after.value.at(-1);
    if (past.value.redoable.length > 0 || later === undefined) {
      past.value = history.redo(past.value);
      return;
    }
    before.value = [...before.value, standing()];
    after.value = after.value.slice(0, -1);
    stand(later);
  }

  /** Opens another document in place of this one, with a history of its own; undo brings this one back. */
  function replace(
    next: Experiment,
    from: { readonly path?: string | null; readonly dirty?: boolean } = {},
  ): void {
    const replaced = standing();
    before.value = [...before.value, { ...replaced, past: { ...replaced.past, redoable: [] } }].slice(
      -keptDocuments,
    );
    after.value = [];
    stand({
      past: history.startHistory(next),
      path: from.path ?? null,
      savedState: from.dirty ? -1 : 0,
    });
  }

  /** The present state, to be told to {@link markSaved} when its file is written. */
  function snapshot(): Snapshot {
    return { experiment: experiment.value, opening: openings.value, state: history.stateId(past.value) };
  }

  /** Tells that a state is in the file. Where another document was opened meanwhile, nothing changes. */
  function markSaved(saved: Snapshot, savedPath: string | null): void {
    if (saved.opening !== openings.value) return;
    path.value = savedPath;
    savedState.value = saved.state;
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
    snapshot,
    markSaved,
    setDatasetFacts,
  };
});
