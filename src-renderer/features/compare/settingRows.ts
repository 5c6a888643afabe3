import type { Experiment } from '@shared/experiment/experiment';
import type { ConfigDifference } from '@shared/runs/run';

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

/** Every setting of the experiments, those that differ marked. */
export function allRows(
  experiments: readonly Experiment[],
  differences: readonly ConfigDifference[],
): SettingRow[] {
  const differing = new Set(differences.map(({ path }) => path));
  const settings = experiments.map(settingsOf);
  const paths = new Set([...settings.flatMap((entries) => [...entries.keys()])]);
  return [...paths].map((path) => ({
    path,
    values: settings.map((entries) => describeSetting(entries.get(path))),
    differs:
      differing.has(path) ||
      [...differing].some((other) => other.startsWith(`${path}.`) || path.startsWith(`${other}.`)),
  }));
}

/** Layers by their ids, data set and training field by field. */
function settingsOf({ network, dataset, training }: Experiment): Map<string, unknown> {
  const settings = new Map<string, unknown>();
  for (const { id, name: _name, ...layer } of network.layers) settings.set(`network.${id}`, layer);
  for (const [name, value] of Object.entries(dataset)) settings.set(`dataset.${name}`, value);
  for (const [name, value] of Object.entries(training))
    if (value !== undefined) settings.set(`training.${name}`, value);
  return settings;
}
