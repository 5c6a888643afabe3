import type { ClearableDefinition } from '../clearable';

/** Pages that deleted rows have left in the database's file. */
export const database: ClearableDefinition = {
  kind: 'database',
  find({ database }) {
    const bytes = database.freeBytes();
    return bytes === 0 ? [] : [{ bytes, remove: () => database.compact() }];
  },
};
