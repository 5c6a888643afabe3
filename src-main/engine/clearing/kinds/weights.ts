import { dirname } from 'node:path';
import { fileToClear, unusedIn, type ClearableDefinition } from '../clearable';
import { referencesIn } from '../references';

const kept = /^([0-9a-f]{64})\.safetensors$/;

export const weights: ClearableDefinition = {
  kind: 'weights',
  find({ database, workspace }) {
    const references = referencesIn(database);
    if (references === null) return [];
    return unusedIn(dirname(workspace.weights('')))
      .filter(({ name }) => {
        const hash = kept.exec(name)?.[1];
        return hash !== undefined && !references.weights.has(hash);
      })
      .map(({ path }) => fileToClear(path));
  },
};
