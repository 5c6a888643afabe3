import { fileToClear, unusedIn, type ClearableDefinition } from '../clearable';
import { referencesIn } from '../references';

/** A prepared data set lies in a folder of its hash; what is being prepared, and the index, have other names. */
const prepared = /^[0-9a-f]{64}$/;

export const datasets: ClearableDefinition = {
  kind: 'datasets',
  find({ database, workspace }) {
    const references = referencesIn(database);
    if (references === null) return [];
    return unusedIn(workspace.datasets)
      .filter(({ name }) => prepared.test(name) && !references.datasets.has(name))
      .map(({ path }) => fileToClear(path));
  },
};
