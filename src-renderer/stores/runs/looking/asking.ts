import { quietly } from '../insight';

/**
 * Asks one question at a time; the latest that came meanwhile is asked next.
 * @param follows whether to ask again and again, at the earliest after so many milliseconds
 * @returns what asks
 */
export function oneAtATime(look: () => Promise<void>, follows: () => boolean, period: number): () => void {
  let busy = false;
  let again = false;

  async function ask(): Promise<void> {
    again = true;
    if (busy) return;
    busy = true;
    while (again) {
      again = false;
      const from = performance.now();
      await quietly(look);
      if (!follows()) continue;
      await new Promise((resolve) => setTimeout(resolve, period - (performance.now() - from)));
      again = true;
    }
    busy = false;
  }

  return () => void ask();
}

/**
 * Whether an answer about the moment `asked` may be shown though another is `chosen` by now: a slider that goes on moving
 * is followed by what was asked on its way. Null is now.
 */
export const followsChoice = (asked: number | null, chosen: number | null): boolean =>
  (asked === null) === (chosen === null);
