import type { ModelReference, TryRequest, TryResult } from '@shared/contract/models';
import type { AppErrorData } from '@shared/errors';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { engine, toAppError } from '../../shared/engine/client';

export type TriedExample = TryRequest['example'];

/**
 * What a model answers to the newest example: while one is with the engine, those between are passed over.
 * @param model null where there is none to ask
 * @param example null before anything was shown
 */
export function useTrial(model: () => ModelReference | null, example: () => TriedExample | null) {
  const result = shallowRef<TryResult | null>(null);
  const problem = shallowRef<AppErrorData | null>(null);
  let isWaiting = false;
  let isAsking = false;
  let isGone = false;
  onScopeDispose(() => (isGone = true));

  async function ask(): Promise<void> {
    isWaiting = true;
    if (isAsking) return;
    isAsking = true;
    while (isWaiting && !isGone) {
      isWaiting = false;
      await askOnce(model(), example());
    }
    isAsking = false;
  }

  async function askOnce(asked: ModelReference | null, given: TriedExample | null): Promise<void> {
    if (asked === null || given === null) return;
    try {
      const answer = await engine.models.try({ model: asked, example: given });
      if (asked !== model()) return;
      result.value = answer;
      problem.value = null;
    } catch (thrown) {
      if (asked === model()) problem.value = toAppError(thrown).toData();
    }
  }

  watch(model, () => {
    result.value = null;
    problem.value = null;
  });
  watch([model, example], () => void ask());
  return { result, problem };
}
