import { setImmediate } from 'node:timers/promises';
import type { Clearable, ClearableKind } from '@shared/contract/workspace/clearing';
import type { ClearablePart, ClearingParts } from './clearable';
import { clearableCatalogue } from './kinds';

/** What could be cleared, and how much that would free. */
export function surveyClearable(parts: ClearingParts): Clearable[] {
  return clearableCatalogue.map(({ kind, find }) => summed(kind, find(parts)));
}

/** Clears some kinds, and gives way to other work between its parts. @returns what was cleared of each */
export async function clear(parts: ClearingParts, kinds: readonly ClearableKind[]): Promise<Clearable[]> {
  const cleared: Clearable[] = [];
  for (const { kind, find } of clearableCatalogue.filter((each) => kinds.includes(each.kind))) {
    const found = find(parts);
    for (const part of found) {
      await part.remove();
      await setImmediate();
    }
    cleared.push(summed(kind, found));
  }
  return cleared;
}

function summed(kind: ClearableKind, found: readonly ClearablePart[]): Clearable {
  return { kind, count: found.length, bytes: found.reduce((sum, { bytes }) => sum + bytes, 0) };
}
