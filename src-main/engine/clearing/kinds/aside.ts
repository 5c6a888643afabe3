import { basename, join } from 'node:path';
import { readdirSync } from 'node:fs';
import { fileToClear, type ClearableDefinition } from '../clearable';

/** Databases, with their journals, in whose place a backup was put. */
export const aside: ClearableDefinition = {
  kind: 'aside',
  find: ({ workspace: { home, database } }) =>
    readdirSync(home)
      .filter((name) => name.startsWith(`${basename(database)}.before-`))
      .map((name) => fileToClear(join(home, name))),
};
