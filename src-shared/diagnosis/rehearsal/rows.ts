/** Examples to choose from: their inputs one behind another, and their answers. */
export interface Candidates {
  readonly count: number;
  readonly inputs: Float32Array;
  readonly targets: ArrayLike<number>;
}

/**
 * Which examples are to be learned by heart: such as differ, since the same one cannot have two answers, and of each class
 * as many as of any other.
 * @param byClass the answers are classes
 */
export function rehearsedRows(
  { count, inputs, targets }: Candidates,
  byClass: boolean,
  most: number,
): number[] {
  const width = inputs.length / Math.max(1, count);
  const groups = new Map<number, number[]>();
  for (let row = 0; row < count; row++) {
    const group = byClass ? (targets[row] ?? 0) : 0;
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  const seen = new Set<string>();
  const isNew = (row: number): boolean => {
    const before = seen.size;
    return seen.add(inputs.subarray(row * width, (row + 1) * width).join()).size > before;
  };
  const chosen: number[] = [];
  const waiting = [...groups.values()];
  while (chosen.length < most && waiting.length > 0) {
    const rows = waiting.shift() ?? [];
    const place = rows.findIndex(isNew);
    if (place < 0) continue;
    chosen.push(...rows.slice(place, place + 1));
    waiting.push(rows.slice(place + 1));
  }
  return chosen;
}
