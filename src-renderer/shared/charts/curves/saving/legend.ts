/** Pixels of a letter, on average, and of what stands beside a name: its line and the room around it. */
const letterWidth = 6.5;
const besideName = 50;
/** Letters of a name that tell it apart. */
const mostLetters = 60;

/**
 * A name as a legend has room for it: of a long one the beginning and the end, where its split stands. What cannot be
 * written into a file, such as a tab or a bell, is a space.
 */
export function shortName(name: string, width: number): string {
  const letters = Array.from(name.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' '));
  const most = Math.max(16, Math.min(mostLetters, Math.floor((width - besideName) / letterWidth)));
  if (letters.length <= most) return letters.join('');
  const end = Math.floor((most - 1) / 2);
  return [...letters.slice(0, most - 1 - end), '…', ...letters.slice(-end)].join('');
}

/** Rows that names take beside each other, each as a legend has room for it. */
export function legendRows(names: readonly string[], width: number): number {
  let rows = 1;
  let filled = 0;
  for (const name of names) {
    const needed = shortName(name, width).length * letterWidth + besideName;
    if (filled > 0 && filled + needed > width) {
      rows += 1;
      filled = 0;
    }
    filled += needed;
  }
  return rows;
}
