import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';

export type Leaving = 'save' | 'leave' | 'stay';

interface Question {
  /** Of the experiment whose changes are in no file. */
  readonly name: string;
  answer(leaving: Leaving): void;
}

/** The question whether a changed document may make room for another; the dialog of the same name asks it. */
export const useLeavingStore = defineStore('leaving', () => {
  const question = shallowRef<Question | null>(null);

  function ask(name: string): Promise<Leaving> {
    answer('stay');
    return new Promise((resolve) => {
      question.value = { name, answer: resolve };
    });
  }

  /** Closes the dialog; a question that was answered already stays answered. */
  function answer(leaving: Leaving): void {
    const asked = question.value;
    question.value = null;
    asked?.answer(leaving);
  }

  return { name: computed(() => question.value?.name ?? null), ask, answer };
});
