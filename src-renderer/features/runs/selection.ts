/** A selection of rows as lists do it: click, Ctrl or Cmd to add, Shift for a stretch. */
export interface Selection<Id> {
  readonly chosen: ReadonlySet<Id>;
  /** Where a stretch begins. */
  readonly anchor: Id | null;
}

export function emptySelection<Id>(): Selection<Id> {
  return { chosen: new Set(), anchor: null };
}

/** Adds or takes away one. */
export function toggled<Id>({ chosen }: Selection<Id>, id: Id): Selection<Id> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return { chosen: next, anchor: id };
}

/** Adds several, or takes them away where all of them are chosen. */
export function toggledAll<Id>({ chosen }: Selection<Id>, ids: readonly Id[]): Selection<Id> {
  const next = new Set(chosen);
  const isIn = ids.every((id) => chosen.has(id));
  for (const id of ids) {
    if (isIn) next.delete(id);
    else next.add(id);
  }
  return { chosen: next, anchor: null };
}

/** Everything from the anchor to this one, in the order of the rows. */
export function stretched<Id>(selection: Selection<Id>, id: Id, order: readonly Id[]): Selection<Id> {
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return toggled(selection, id);
  const stretch = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { chosen: new Set([...selection.chosen, ...stretch]), anchor: selection.anchor };
}

/** Only those that are still there. */
export function retained<Id>({ chosen, anchor }: Selection<Id>, gone: readonly Id[]): Selection<Id> {
  const next = new Set([...chosen].filter((id) => !gone.includes(id)));
  return { chosen: next, anchor: anchor !== null && gone.includes(anchor) ? null : anchor };
}
