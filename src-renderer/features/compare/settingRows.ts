import { importedParameters } from '@shared/runs/imported/configuration';
import type { ConfigDifference, RunDetail } from '@shared/runs/run';

export interface SettingRow {
  /** `training.optimizer.learningRate` */
  readonly path: string;
  readonly values: readonly string[];
  readonly differs: boolean;
}

/** A setting's value in a cell: absent ones as a dash, layers as `dense (units 16)`. */
export function describeSetting(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.map(describeSetting).join(', ');
  if (typeof value !== 'object') return String(value);
  const { kind, ...rest } = value as Record<string, unknown>;
  const parts = Object.entries(rest).map(([name, inner]) => `${name} ${describeSetting(inner)}`);
  if (typeof kind !== 'string') return parts.join(', ');
  return parts.length > 0 ? `${kind} (${parts.join(', ')})` : kind;
}

export function differenceRows(differences: readonly ConfigDifference[]): SettingRow[] {
  return differences.map(({ path, values }) => ({
    path,
    values: values.map(describeSetting),
    differs: true,
  }));
}

type Configured = Pick<RunDetail, 'experiment' | 'imported'>;

/** Every setting of the runs, those that differ marked. */
export function allRows(runs: readonly Configured[], differences: readonly ConfigDifference[]): SettingRow[] {
  const differing = new Set(differences.map(({ path }) => path));
  const settings = runs.map(settingsOf);
  const paths = new Set([...settings.flatMap((entries) => [...entries.keys()])]);
  return [...paths].map((path) => ({
    path,
    values: settings.map((entries) => describeSetting(entries.get(path))),
    differs:
      differing.has(path) ||
      [...differing].some((other) => other.startsWith(`${path}.`) || path.startsWith(`${other}.`)),
  }));
}

/** Layers by their ids, data set and training field by field; of an imported run what its program kept. */
function settingsOf({ experiment, imported }: Configured): ReadonlyMap<string, unknown> {
  if (experiment === null) return imported === null ? new Map() : importedParameters(imported);
  const { network, dataset, training } = experiment;
  const settings = new Map<string, unknown>();
  for (const { id, name: _name, ...layer } of network.layers) settings.set(`network.${id}`, layer);
  for (const [name, value] of Object.entries(dataset)) settings.set(`dataset.${name}`, value);
  for (const [name, value] of Object.entries(training))
    if (value !== undefined) settings.set(`training.${name}`, value);
  return settings;
}
