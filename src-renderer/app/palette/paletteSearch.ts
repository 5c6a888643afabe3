import type { IconName } from '../../shared/icons';

export interface PaletteEntry {
  readonly key: string;
  readonly title: string;
  readonly group: string;
  readonly icon?: IconName | undefined;
  /** What stands at the right: the shortcut, or what tells equal titles apart. */
  readonly shortcut?: string | undefined;
  readonly run: () => unknown;
}

/** What the palette is called wherever it is offered. */
export const paletteTitle = 'Find an action, layer, page or run';

const mostShown = 60;

/** How well a text fits what is looked for; 0 where a word of it is missing. */
function fit(entry: PaletteEntry, words: readonly string[]): number {
  const whole = words.join(' ');
  const title = entry.title.toLowerCase();
  const text = `${title} ${entry.group.toLowerCase()} ${entry.shortcut?.toLowerCase() ?? ''}`;
  let score = title === whole ? 20 : title.startsWith(whole) ? 10 : 0;
  for (const word of words) {
    if (title.startsWith(word)) score += 4;
    else if (title.includes(` ${word}`)) score += 3;
    else if (title.includes(word)) score += 2;
    else if (text.includes(word)) score += 1;
    else return 0;
  }
  return score;
}

/** The entries that hold every word, those of the best-fitting groups first; all of them for an empty search. */
export function findEntries(entries: readonly PaletteEntry[], search: string): readonly PaletteEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries.slice(0, mostShown);
  const scored = entries
    .map((entry) => ({ entry, score: fit(entry, words) }))
    .filter(({ score }) => score > 0);
  const best = new Map<string, number>();
  for (const { entry, score } of scored) best.set(entry.group, Math.max(score, best.get(entry.group) ?? 0));
  const order = [...best.entries()].sort((a, b) => b[1] - a[1]).map(([group]) => group);
  const place = new Map(order.map((group, index) => [group, index]));
  return scored
    .sort((a, b) => (place.get(a.entry.group) ?? 0) - (place.get(b.entry.group) ?? 0) || b.score - a.score)
    .slice(0, mostShown)
    .map(({ entry }) => entry);
}
