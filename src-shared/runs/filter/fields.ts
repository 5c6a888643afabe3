import { suggestName } from '../../catalogue/spelling';
import { metricNames, metricPath } from '../metricNames';
import { FilterError } from './error';
import type { FieldName } from './parse';

/**
 * What a run is asked for besides its metrics and the values of its experiment. Runs have the same `configuration`, a short
 * code, where they differ in their seeds or held-out folds alone.
 */
export const runFacts = [
  'id',
  'name',
  'state',
  'tag',
  'note',
  'pinned',
  'archived',
  'createdAt',
  'finishedAt',
  'seed',
  'configuration',
  'dataset',
  'datasetKind',
  'parameterCount',
  'epoch',
  'epochs',
  'step',
  'seconds',
  'bestEpoch',
] as const;
export type RunFact = (typeof runFacts)[number];

/** One column of runs. */
export type RunField =
  | { readonly kind: 'fact'; readonly path: RunFact }
  | { readonly kind: 'metric'; readonly path: string; readonly metric: (typeof metricNames)[number] }
  | { readonly kind: 'parameter'; readonly path: string };

const metrics = new Map(
  metricNames.flatMap((name) => {
    const path = metricPath(name);
    const field = { kind: 'metric', path, metric: name } as const;
    const spelled =
      name.moment === 'best'
        ? [`best.${name.field.replace(/^best/, '').replace(/^V/, 'v')}`]
        : [`last.${path}`, `last.${name.field}`];
    return [path, name.field, ...spelled].map((each) => [each, field] as const);
  }),
);

/**
 * The field that a name means: a fact, a metric under any of its names, or a value of the experiment by its path or the
 * end of one, where that is the end of no other.
 * @param parametersOfRuns the paths that any run has; none are known where there are no runs, and any name is let pass. Not
 *   asked for where the name is no parameter's
 * @throws FilterError with the place in the text
 */
export function resolveField(
  { name, from, to }: FieldName,
  parametersOfRuns: () => ReadonlySet<string>,
  text: string,
): RunField {
  const fact = runFacts.find((each) => each === name) ?? synonyms.get(name);
  if (fact !== undefined) return { kind: 'fact', path: fact };
  const metric = metrics.get(name);
  if (metric !== undefined) return metric;
  const parameters = parametersOfRuns();
  if (parameters.has(name)) return { kind: 'parameter', path: name };
  const fitting = [...parameters].filter((path) => path.endsWith(`.${name}`)).sort();
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return { kind: 'parameter', path: only };
  if (parameters.size === 0) return { kind: 'parameter', path: name };
  if (fitting.length > 1) {
    const some = fitting.slice(0, 4).join(', ') + (fitting.length > 4 ? ', …' : '');
    throw new FilterError(
      text,
      from,
      to,
      `“${name}” may be any of ${fitting.length} fields`,
      `Write one of ${some}.`,
    );
  }
  throw new FilterError(
    text,
    from,
    to,
    `No run has a field “${name}”`,
    suggestName(name, suggestions(name, parameters)),
  );
}

const synonyms = new Map<string, RunFact>([
  ['tags', 'tag'],
  ['created', 'createdAt'],
  ['parameters', 'parameterCount'],
  ['notes', 'note'],
]);

/** Names that can be typed: facts, metrics, and each parameter by the shortest name that means it alone. */
export function fieldNames(parameters: ReadonlySet<string>): string[] {
  const ends = new Map<string, number>();
  const endOf = (path: string) => path.slice(path.lastIndexOf('.') + 1);
  for (const path of parameters) ends.set(endOf(path), (ends.get(endOf(path)) ?? 0) + 1);
  const isTaken = (end: string) =>
    (runFacts as readonly string[]).includes(end) || metrics.has(end) || synonyms.has(end);
  const shortest = [...parameters].map((path) =>
    ends.get(endOf(path)) === 1 && !isTaken(endOf(path)) ? endOf(path) : path,
  );
  return [...runFacts, ...metricNames.map(metricPath), ...shortest.sort()];
}

/** Suggestions are near misses; a list of all fields would be no help. */
function suggestions(name: string, parameters: ReadonlySet<string>): string[] {
  const first = name.charAt(0).toLowerCase();
  const all = fieldNames(parameters);
  const near = all.filter(
    (each) =>
      (each.split('.').at(-1) ?? each).charAt(0).toLowerCase() === first ||
      each.charAt(0).toLowerCase() === first,
  );
  return near.length > 0 ? near : all.slice(0, 20);
}
