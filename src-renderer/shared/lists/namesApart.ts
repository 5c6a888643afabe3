/**
 * Names that stand beside each other, each with room for so many letters: where one is longer, what all begin and end with
 * is cut first, so that what tells them apart is to be seen; of those that look alike by that, what they alone begin and
 * end with.
 * @param most letters, at least 12
 */
export function namesApart(names: readonly string[], most: number): string[] {
  const distinct = [...new Set(names)];
  const shown = shortened(distinct, most);
  const alike = new Map<string, string[]>();
  for (const [place, name] of distinct.entries()) {
    const seen = shown[place] ?? name;
    alike.set(seen, [...(alike.get(seen) ?? []), name]);
  }
  const apart = new Map<string, string>();
  for (const [seen, group] of alike) {
    const isToBeTold = group.length > 1 && group.length < distinct.length;
    const told = isToBeTold ? namesApart(group, most) : group.map(() => seen);
    for (const [place, name] of group.entries()) apart.set(name, told[place] ?? seen);
  }
  return names.map((name) => apart.get(name) ?? name);
}

/** Without what all of them, which differ, begin and end with. */
function shortened(names: readonly string[], most: number): string[] {
  const all = names.map((name) => Array.from(name));
  const shortest = Math.min(...all.map(({ length }) => length));
  const isAlone = all.length < 2;
  const begin = isAlone ? 0 : common(all, shortest, (name, index) => name[index]);
  const end = isAlone ? 0 : common(all, shortest - begin, (name, index) => name.at(-1 - index));
  return all.map((name) => (name.length <= most ? name : cut(name, begin, end, most)).join(''));
}

/** How many letters all names have alike, one after another. */
function common(
  names: readonly (readonly string[])[],
  atMost: number,
  letterOf: (name: readonly string[], index: number) => string | undefined,
): number {
  const [first = []] = names;
  let count = 0;
  while (count < atMost && names.every((name) => letterOf(name, count) === letterOf(first, count))) count++;
  return count;
}

function cut(name: readonly string[], begin: number, end: number, most: number): string[] {
  const own = name.slice(begin, name.length - end);
  // A letter and the sign for what is left out, on either side.
  const aside = (begin > 0 ? 2 : 0) + (end > 0 ? 2 : 0);
  if (own.length + aside > most || begin + end === 0) {
    const middle = cutInTheMiddle(own, most - (begin > 0 ? 1 : 0) - (end > 0 ? 1 : 0));
    return [...(begin > 0 ? ['…'] : []), ...middle, ...(end > 0 ? ['…'] : [])];
  }
  const room = most - own.length;
  const atEnd = Math.min(end, Math.max(end > 0 ? 2 : 0, Math.floor(room / 3), room - begin));
  const atBegin = Math.min(begin, room - atEnd);
  const head = atBegin < begin ? [...name.slice(0, Math.max(0, atBegin - 1)), '…'] : name.slice(0, begin);
  const tail =
    atEnd < end ? ['…', ...name.slice(name.length - Math.max(0, atEnd - 1))] : name.slice(name.length - end);
  return [...head, ...own, ...(end > 0 ? tail : [])];
}

/** The beginning and the end. */
function cutInTheMiddle(letters: readonly string[], most: number): readonly string[] {
  if (letters.length <= most) return letters;
  const end = Math.floor((most - 1) / 2);
  return [...letters.slice(0, most - 1 - end), '…', ...letters.slice(letters.length - end)];
}
