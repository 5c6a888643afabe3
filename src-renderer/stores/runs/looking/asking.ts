import { isCancelled, isOfEngine } from '../../../shared/engine/client';

/**
 * Asks one question at a time; the latest that came meanwhile is asked next. Where it is asked again and again, the next is
 * put while the one before is still being answered, so that what is shown does not wait for the way there and back.
 * @param follows whether to ask again and again, at the earliest after so many milliseconds; never where absent
 * @returns what asks
 */
export function oneAtATime(
  look: () => Promise<void>,
  follows: () => boolean = () => false,
  period = 0,
): () => void {
  let busy = false;
  let again = false;

  async function ask(): Promise<void> {
    again = true;
    if (busy) return;
    busy = true;
    try {
      await askOnAndOn();
    } finally {
      busy = false;
    }
  }

  async function askOnAndOn(): Promise<void> {
    let before = Promise.resolve();
    while (again) {
      again = false;
      const from = performance.now();
      const answered = quietly(look);
      await (follows() ? before : answered);
      before = answered;
      if (!follows()) continue;
      await new Promise((resolve) => setTimeout(resolve, period - (performance.now() - from)));
      again = true;
    }
    await before;
  }

  return () => void ask();
}

/**
 * Whether an answer about the moment `asked` may be shown though another is `chosen` by now: a slider that goes on moving
 * is followed by what was asked on its way. Null is now.
 */
export const followsChoice = (asked: number | null, chosen: number | null): boolean =>
  (asked === null) === (chosen === null);

/** A run that is gone meanwhile, or an engine that ends, has nothing to say. What is no answer of the engine's is thrown on. */
export async function quietly(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (isCancelled(thrown)) return;
    if (!isOfEngine(thrown)) throw thrown;
    console.warn('the engine could not be asked about a run', thrown);
  }
}
