import { writableText } from '@shared/drawing/markup';
import { namesApart } from '../../lists/namesApart';

/** Pixels of a letter, on average, and of what stands beside a name: its line and the room around it. */
const letterWidth = 6.5;
const besideName = 50;
/** Letters of a name that tell it apart. */
const mostLetters = 60;

/** Names as a legend has room for them and a file can hold them, with what tells them apart. */
export function legendNames(names: readonly string[], width: number): string[] {
  const most = Math.max(16, Math.min(mostLetters, Math.floor((width - besideName) / letterWidth)));
  return namesApart(names.map(writableText), most);
}

/** Rows that names take beside each other, each as a legend has room for it. */
export function legendRows(names: readonly string[], width: number): number {
  let rows = 1;
  let filled = 0;
  for (const name of legendNames(names, width)) {
    const needed = name.length * letterWidth + besideName;
    if (filled > 0 && filled + needed > width) {
      rows += 1;
      filled = 0;
    }
    filled += needed;
  }
  return rows;
}
