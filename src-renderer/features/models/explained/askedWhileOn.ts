import type { ModelReference } from '@shared/contract/models';
import { ref, shallowRef, toValue, watch, type Ref } from 'vue';
import { useRequest } from '../../../shared/engine/request';

interface Shown {
  readonly model: ModelReference;
  readonly values: readonly number[];
}

/**
 * What is asked of a model about the example that is shown to it, anew with each, while a person wants to see it.
 * @param how what else the answer depends on
 */
export function useAskedWhileOn<Answer>(
  shown: Shown,
  call: (
    shown: { model: ModelReference; values: number[] },
    options: { signal: AbortSignal },
  ) => Promise<Answer>,
  how?: Ref,
) {
  const isOn = ref(false);
  const answer = shallowRef<Answer | null>(null);
  const { error, ask } = useRequest();
  watch(
    [isOn, () => shown.values, () => shown.model, () => toValue(how)],
    ([, , , asked], [, , , askedBefore]) => {
      // What another way has found is none of this one's.
      if (asked !== askedBefore) answer.value = null;
      if (!isOn.value) return;
      const { model, values } = shown;
      void ask(
        (options) => call({ model, values: [...values] }, options),
        (given) => (answer.value = given),
      );
    },
    { immediate: true },
  );
  return { isOn, answer, error };
}
