import type { DatasetPreview } from '@shared/data/prepared';
import type { DatasetSpec } from '@shared/data/spec';
import type { AppErrorData } from '@shared/errors';
import { findDatasetDefinition } from '@shared/data/catalogue';
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import { engine } from '../engine/client';
import { useRequest } from '../engine/request';

export interface PreviewState {
  readonly preview: ShallowRef<DatasetPreview | null>;
  readonly error: ShallowRef<AppErrorData | null>;
  readonly loading: ShallowRef<boolean>;
  /** The preview is still that of the data set before. */
  readonly former: ShallowRef<boolean>;
  /** Looks again, for files that have changed. */
  readonly reload: () => void;
}

/** Previews of drawn data sets, which are the same every time. */
const remembered = new Map<string, DatasetPreview>();
const rememberedAtMost = 12;

function isDrawn(dataset: DatasetSpec): boolean {
  return findDatasetDefinition(dataset.kind)?.group !== 'files';
}

function remember(key: string, preview: DatasetPreview): void {
  remembered.set(key, preview);
  const [oldest] = remembered.keys();
  if (remembered.size > rememberedAtMost && oldest !== undefined) remembered.delete(oldest);
}

/**
 * The preview of a data set, a moment after it was last changed. While a new one is on its way the old one stays;
 * an answer that comes too late is dropped.
 */
export function usePreview(dataset: () => DatasetSpec | null, delayMilliseconds = 250): PreviewState {
  const preview = shallowRef<DatasetPreview | null>(null);
  const { error, loading, ask, cancel: cancelRequest } = useRequest();
  const former = shallowRef(false);
  let shown = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  function cancel(): void {
    clearTimeout(timer);
    cancelRequest();
  }

  function show(key: string, what: DatasetPreview | null): void {
    preview.value = what;
    shown = key;
    former.value = false;
  }

  function load(spec: DatasetSpec, key: string): Promise<void> {
    return ask(
      (options) => engine.datasets.preview({ dataset: spec, rows: 50 }, options),
      (answer) => {
        if (isDrawn(spec)) remember(key, answer);
        show(key, answer);
      },
      () => show(key, null),
    );
  }

  function begin(delay: number): void {
    cancel();
    const spec = dataset();
    error.value = null;
    if (spec === null) return show('', null);
    const key = JSON.stringify(spec);
    const known = remembered.get(key);
    if (known) return show(key, known);
    former.value = preview.value !== null && key !== shown;
    loading.value = true;
    timer = setTimeout(() => void load(spec, key), delay);
  }

  watch(dataset, (_, before) => begin(before === undefined ? 0 : delayMilliseconds), { immediate: true });
  onScopeDispose(cancel);
  return { preview, error, loading, former, reload: () => begin(0) };
}
