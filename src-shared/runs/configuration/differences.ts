import type { Experiment } from '../../experiment/experiment';
import type { LayerId } from '../../ids';
import { findLayerDefinition } from '../../network/layers';
import type { LayerSpec, NetworkSpec } from '../../network/spec';
import type { TrainingConfig } from '../../training/config';
import { resolveTraining } from '../../training/resolve';
import { flatten } from './parameters';
import { importedConfigurationKey, importedParameters } from '../imported/configuration';
import { isTrained } from '../imported/trained';
import type { ConfigDifference, RunDetail } from '../run';

type Json = ConfigDifference['values'][number];
type Facts = Map<string, Json>;

/**
 * Every place where experiments differ in what is computed, in the order of the file: layers by their ids
 * (`network.hidden.units`), a layer that not all have as a whole. Names, notes and where the canvas draws things do
 * not count.
 */
export function configDifferences(experiments: readonly Experiment[]): ConfigDifference[] {
  const flattened = experiments.map(factsOf);
  const shared = sharedLayers(experiments);
  const paths = new Set(flattened.flatMap((facts) => [...facts.keys()]));
  const differences: ConfigDifference[] = [];
  for (const path of paths) {
    if (isInsideUnsharedLayer(path, shared)) continue;
    const values = flattened.map((facts) => facts.get(path) ?? null);
    if (!allEqual(values)) differences.push({ path, values });
  }
  return differences;
}

/** Two experiments have the same where they compute the same but for what {@link isRepetition} tells apart. */
export function configurationKey(experiment: Experiment): string {
  const facts = [...factsOf(experiment)].filter(([path]) => !isRepetition(path));
  return JSON.stringify(facts.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The same of runs; the settings of imported ones stand beside the experiments' by paths of their own. */
export function differencesOfRuns(runs: readonly RunDetail[]): ConfigDifference[] {
  const own = configDifferences(runs.flatMap((run) => (isTrained(run) ? [run.experiment] : [])));
  const imported = runs.map((run) => (run.imported === null ? null : importedParameters(run.imported)));
  const paths = new Set(imported.flatMap((parameters) => [...(parameters?.keys() ?? [])]));
  const settings = [...paths].map((path) => ({
    path,
    values: imported.map((parameters) => toJson(parameters?.get(path) ?? null)),
  }));
  return [
    ...own.map(({ path, values }) => ({ path, values: spread(runs, values) })),
    ...settings.filter(({ values }) => !allEqual(values)),
  ];
}

/** The values of the trained among some runs, in the places of those. */
function spread(runs: readonly RunDetail[], values: ConfigDifference['values']): Json[] {
  let next = 0;
  return runs.map((run) => (isTrained(run) ? (values[next++] ?? null) : null));
}

/** Why nothing stands under "what differs": the settings are the same, or they are not known. */
export function describeNoDifferences(runs: readonly RunDetail[]): string {
  const unknown = runs.filter((run) => run.imported !== null && importedParameters(run.imported).size === 0);
  if (unknown.length === 0)
    return 'Same network, data and settings: only chance of the machine could differ.';
  const which = unknown.length === runs.length ? 'These runs were' : `${unknown.length} of these runs were`;
  return `${which} imported without their settings: what differs is not known.`;
}

/** Runs have the same where they are of one configuration: they differ in their seeds or held-out folds alone. */
export function configurationOfRun(run: RunDetail): string {
  if (isTrained(run)) return configurationKey(run.experiment);
  return run.imported === null ? run.id : importedConfigurationKey(run.id, run.imported);
}

/** Where an experiment keeps the seed that its runs differ by. */
export const seedPath = 'training.seed';
/** Where it keeps the fold of a cross-validation that is held out. */
const foldPath = 'dataset.fold';

/** Whether experiments that differ there alone are one configuration, tried more than once. */
export const isRepetition = (path: string): boolean => path === seedPath || path === foldPath;

/** Layers that not every network has, or not with the same parameters, by id, as {@link configDifferences} sees them. */
export function differingLayers(networks: readonly NetworkSpec[]): ReadonlySet<LayerId> {
  const facts = networks.map(
    (network) => new Map(network.layers.map((layer) => [layer.id, factsOfLayer(layer)])),
  );
  const ids = new Set(facts.flatMap((layers) => [...layers.keys()]));
  const differs = (id: LayerId): boolean => {
    const [first, ...others] = facts.map((layers) => layers.get(id));
    return others.some((other) => first === undefined || other === undefined || !sameFacts(first, other));
  };
  return new Set([...ids].filter(differs));
}

function factsOfLayer(layer: LayerSpec): Facts {
  const facts: Facts = new Map();
  flattenInto(facts, '', writtenOut(layer));
  return facts;
}

function sameFacts(a: Facts, b: Facts): boolean {
  return a.size === b.size && [...a].every(([path, value]) => allEqual([value, b.get(path) ?? null]));
}

function factsOf(experiment: Experiment): Facts {
  const facts: Facts = new Map();
  for (const layer of experiment.network.layers) {
    const written = writtenOut(layer);
    facts.set(`network.${layer.id}`, toJson(written));
    flattenInto(facts, `network.${layer.id}`, written);
  }
  facts.set('network.edges', toJson(experiment.network.edges.map(([from, to]) => `${from} → ${to}`)));
  flattenInto(facts, 'dataset', experiment.dataset);
  flattenInto(facts, 'training', trainingWrittenOut(experiment.training));
  return facts;
}

/** A layer's kind and parameters with their defaults, so that what is left out equals what is written out. */
function writtenOut({ id: _id, name: _name, kind, regularization, ...parameters }: LayerSpec): object {
  const parsed = findLayerDefinition(kind)?.schema.safeParse(parameters);
  return {
    kind,
    ...(parsed?.success ? parsed.data : parameters),
    ...(regularization ? { regularization } : {}),
  };
}

function trainingWrittenOut(config: TrainingConfig): object {
  try {
    const { loss, optimizer, schedule } = resolveTraining(config);
    const entry = ({ definition, parameters }: { definition: { kind: string }; parameters: object }) => ({
      kind: definition.kind,
      ...parameters,
    });
    return {
      ...config,
      loss: entry(loss),
      optimizer: entry(optimizer),
      ...(schedule ? { schedule: entry(schedule) } : {}),
    };
  } catch {
    // A configuration that this version cannot read is compared as it is written.
    return config;
  }
}

function flattenInto(facts: Facts, path: string, value: unknown): void {
  flatten(path, value, (at, leaf) => facts.set(at, toJson(leaf)));
}

/** Ids of the layers that every experiment has; the others are compared as a whole. */
function sharedLayers(experiments: readonly Experiment[]): { shared: Set<string>; all: Set<string> } {
  const ids = experiments.map(
    (experiment) => new Set<string>(experiment.network.layers.map((layer) => layer.id)),
  );
  const all = new Set(ids.flatMap((set) => [...set]));
  return { all, shared: new Set([...all].filter((id) => ids.every((set) => set.has(id)))) };
}

/** Of a shared layer only its parameters are compared, of another only the whole. */
function isInsideUnsharedLayer(path: string, layers: ReturnType<typeof sharedLayers>): boolean {
  if (!path.startsWith('network.')) return false;
  const rest = path.slice('network.'.length);
  if (layers.all.has(rest)) return layers.shared.has(rest);
  return [...layers.all].some((id) => !layers.shared.has(id) && rest.startsWith(`${id}.`));
}

function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

function allEqual(values: readonly Json[]): boolean {
  const [first, ...others] = values.map((value) => JSON.stringify(value));
  return others.every((other) => other === first);
}
