import { apply, create, type Draft, type Patches } from 'mutative';

/** One step of undo: what was done, in words, and the patches that do it and take it back. */
interface Entry {
  readonly id: number;
  readonly name: string;
  readonly forward: Patches;
  readonly backward: Patches;
  readonly mergeKey: string | null;
  readonly time: number;
}

/** A document with everything that can be undone and redone. Immutable: each function gives a new one. */
export interface History<Document> {
  readonly document: Document;
  readonly undoable: readonly Entry[];
  readonly redoable: readonly Entry[];
  readonly nextId: number;
  /** The state that undoing everything leads to: not the first one where the oldest steps were dropped. */
  readonly baseId: number;
}

export type Recipe<Document> = (draft: Draft<Document>) => void;

export interface EditOptions {
  /** Edits of the same key that follow one another within a second or so become one step of undo. */
  readonly mergeKey?: string;
}

const mergeWithinMilliseconds = 1500;
const longestHistory = 500;

export function startHistory<Document extends object>(document: Document): History<Document> {
  return { document, undoable: [], redoable: [], nextId: 1, baseId: 0 };
}

/** Carries out an edit. What changes nothing leaves no step; what throws changes nothing. */
export function edit<Document extends object>(
  history: History<Document>,
  name: string,
  recipe: Recipe<Document>,
  options: EditOptions = {},
  now = 0,
): History<Document> {
  const [document, forward, backward] = create(
    history.document,
    (draft) => {
      recipe(draft);
    },
    { enablePatches: true },
  );
  if (forward.length === 0) return history;
  const id = history.nextId;
  const last = history.undoable.at(-1);
  const mergeKey = options.mergeKey ?? null;
  const entry: Entry = { id, name, forward, backward, mergeKey, time: now };
  const merges =
    last !== undefined &&
    history.redoable.length === 0 &&
    mergeKey !== null &&
    last.mergeKey === mergeKey &&
    now - last.time < mergeWithinMilliseconds;
  const steps = merges
    ? [
        ...history.undoable.slice(0, -1),
        { ...entry, forward: [...last.forward, ...forward], backward: [...backward, ...last.backward] },
      ]
    : [...history.undoable, entry];
  const dropped = steps.slice(0, -longestHistory).at(-1);
  return {
    document,
    undoable: steps.slice(-longestHistory),
    redoable: [],
    nextId: id + 1,
    baseId: dropped?.id ?? history.baseId,
  };
}

export function undo<Document extends object>(history: History<Document>): History<Document> {
  const entry = history.undoable.at(-1);
  if (entry === undefined) return history;
  return {
    document: apply(history.document, entry.backward),
    undoable: history.undoable.slice(0, -1),
    redoable: [...history.redoable, entry],
    nextId: history.nextId,
    baseId: history.baseId,
  };
}

export function redo<Document extends object>(history: History<Document>): History<Document> {
  const entry = history.redoable.at(-1);
  if (entry === undefined) return history;
  return {
    document: apply(history.document, entry.forward),
    undoable: [...history.undoable, entry],
    redoable: history.redoable.slice(0, -1),
    nextId: history.nextId,
    baseId: history.baseId,
  };
}

/** Names the document's present state: equal numbers, equal state. */
export function stateId<Document>(history: History<Document>): number {
  return history.undoable.at(-1)?.id ?? history.baseId;
}
