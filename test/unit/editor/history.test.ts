import { describe, expect, it } from 'vitest';
import { edit, redo, startHistory, stateId, undo } from '../../../src-renderer/stores/document/history';

interface Counter {
  count: number;
}

function counted(steps: number) {
  let history = startHistory<Counter>({ count: 0 });
  for (let step = 1; step <= steps; step++)
    history = edit(history, `Count to ${step}`, (draft) => {
      draft.count = step;
    });
  return history;
}

describe('the history of a document', () => {
  it('does not take the oldest state it remembers for the first, where older steps were dropped', () => {
    const first = stateId(startHistory<Counter>({ count: 0 }));
    let history = counted(520);
    while (history.undoable.length > 0) history = undo(history);
    expect(history.document.count).toBe(20);
    expect(stateId(history)).not.toBe(first);
  });

  it('names a state the same when undo and redo come back to it', () => {
    const ids = [1, 2, 3].map((steps) => stateId(counted(steps)));
    expect(new Set(ids).size).toBe(3);
    expect(stateId(undo(counted(3)))).toBe(ids[1]);
    expect(stateId(redo(undo(counted(3))))).toBe(ids[2]);
  });
});
