import { type DatasetPlace, type PythonLoader, pythonText as text } from '../../frameworks/datasetCode';
import { type AnyTableToLoad, refusalOf, targetOf } from './pythonLoader';
import { leftOut } from './shape';

/**
 * A program for a table that pandas reads by itself: numbers to learn from, and numbers or classes to predict. What it does
 * not do it refuses by name.
 * @param reading what gives the table, of `path`.
 */
export function framePython(table: AnyTableToLoad, { task }: DatasetPlace, reading: string): PythonLoader {
  const ignored = leftOut(table).map(text).join(', ');
  const chosen = targetOf(table);
  const y =
    task === 'regression'
      ? 'table[target].to_numpy("float32").reshape(-1, 1)'
      : 'np.unique(table[target], return_inverse=True)[1].reshape(-1).astype("int64")';
  const body = `# For a table of numbers; columns of words need one column a word first.
path = ${text(table.path)}
table = ${reading}
names = [name for name in table.columns if name not in [${ignored}]]
${refusalOf(table)}target = ${chosen === undefined ? 'names[-1]' : text(chosen)}
features = [name for name in names if name != target]
x = table[features].to_numpy("float32")
y = ${y}`;
  return { imports: ['import pandas as pd'], body };
}
