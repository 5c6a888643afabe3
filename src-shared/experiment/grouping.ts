import type { Experiment } from './experiment';
import type { InferredNetwork } from '../network/inference';
import { sizeOf } from '../ops/shape';
import type { Compilation } from '../training/computing/compilation';
import { fewMultiplyAdds } from '../training/computing/parallelism';
import { augmentationsOf } from '../training/augmentations';
import { resolveTraining } from '../training/resolve';

/** A run that is started with others. */
export interface Candidate {
  readonly experiment: Experiment;
  readonly network: InferredNetwork;
  /** What the prepared data set is known by. */
  readonly datasetHash: string;
  readonly trainingExamples: number;
  readonly compilation: Compilation;
}

/** Where a run is trained: as one with others, or by itself for a reason. */
export type Placing =
  | {
      readonly group: number;
      readonly place: number;
      /** Groups that are trained at once, a core each; where it is 1, its group has all cores. */
      readonly sideBySide: number;
    }
  | { readonly apart: string };

/** Runs of one group at the most: more of them were no faster. */
const mostRuns = 128;
/** Runs of one group at the least where there are others beside it: each has a process of its own. */
const fewestSideBySide = 4;
/** Processes at the most: each takes half a gigabyte before it has a run. */
const mostSideBySide = 8;
/** Bytes that the tensors of all groups may take that are trained at once. */
const mostBytes = 512 * 1024 * 1024;

/**
 * Which of the runs that are started together are trained as one graph: those that differ in their seeds alone, or in
 * numbers that need no other graph, and whose steps are so short that they gain by it. By the experiments and the number
 * of cores alone.
 *
 * Measured with batches of 128 and Adam, examples per second of processor time, of all runs together, on a busy machine
 * (docs/measurements.md):
 *
 * | 2-16-16-10      | 1 run     | 8 runs    | 32 runs   | 128 runs  |
 * | --------------- | --------- | --------- | --------- | --------- |
 * | by TensorFlow   | 1,025,000 |           | 1,905,000 | 2,011,000 |
 * | as machine code | 3,135,000 | 7,030,000 | 9,500,000 | 7,060,000 |
 */
export function placeRuns(candidates: readonly Candidate[], cores: number): readonly Placing[] {
  const alike = new Map<string, number[]>();
  const placings = candidates.map((candidate, index): Placing => {
    const obstacle = obstacleTo(candidate);
    if (obstacle !== null) return { apart: obstacle };
    const key = graphKey(candidate);
    alike.set(key, [...(alike.get(key) ?? []), index]);
    return { apart: 'no other run that was started with it has the same graph' };
  });
  let group = 0;
  for (const runs of alike.values()) {
    const [first] = runs.map((run) => candidates[run]);
    if (first === undefined || runs.length < 2) continue;
    const { groups, sideBySide } = cut(runs.length, runsThatFit(first), cores);
    for (const part of parts(runs, groups)) {
      for (const [place, run] of part.entries()) placings[run] = { group, place, sideBySide };
      group += 1;
    }
  }
  return placings;
}

/**
 * Into how many groups runs are cut. One core trains a group as fast as several that share each of its operations
 * (docs/measurements.md), so that where there are runs enough each core gets a group of its own.
 * @param room runs that fit the memory at once
 */
function cut(runs: number, room: number, cores: number): { groups: number; sideBySide: number } {
  const sideBySide = Math.max(
    1,
    Math.min(cores, mostSideBySide, Math.floor(Math.min(runs, room) / fewestSideBySide)),
  );
  const most = Math.min(mostRuns, Math.floor(room / sideBySide));
  return { groups: sideBySide * Math.ceil(runs / (sideBySide * most)), sideBySide };
}

/** Parts of like size. */
function parts(runs: readonly number[], count: number): number[][] {
  return Array.from({ length: count }, (_, part) =>
    runs.slice(Math.round((part * runs.length) / count), Math.round(((part + 1) * runs.length) / count)),
  );
}

function obstacleTo({ experiment, network }: Candidate): string | null {
  const { training } = experiment;
  if (network.totals.multiplyAdds * training.batchSize > fewMultiplyAdds)
    return 'its steps are too long to gain';
  if (augmentationsOf(training.augmentation).length > 0) return 'its images are changed at random';
  const slow = network.layers.find(({ definition }) => !definition.traits?.gainsInGroups);
  return slow === undefined ? null : `the layer ${slow.id} (${slow.definition.kind}) would not gain`;
}

/** Numbers that are constants in the graph; whether they are 0 decides on it. */
const free = ['l1', 'l2', 'clipNorm', 'maxNorm'] as const;

/** What runs of one graph have in common. */
function graphKey({ experiment, network, datasetHash, compilation }: Candidate): string {
  const { optimizer, schedule, loss } = resolveTraining(experiment.training);
  const { loss: _loss, optimizer: _optimizer, schedule: _schedule, ...config } = experiment.training;
  const layers = network.layers.map(({ spec, from, parameters, definition }) => [
    ...[spec.id, spec.kind, spec.trainable, from],
    spec.regularization && withoutNumbers(spec.regularization),
    definition.traits?.parametersAreNumbers ? withoutNumbers(parameters) : parameters,
  ]);
  const numbers = Object.fromEntries(free.map((name) => [name, shapeOfNumber(config[name])]));
  return JSON.stringify([
    ...[datasetHash, compilation],
    layers,
    { ...config, ...numbers, seed: 0, warmupSteps: 0 },
    ...[optimizer, loss, schedule].map(
      (entry) => entry && [entry.definition.kind, withoutNumbers(entry.parameters)],
    ),
  ]);
}

function withoutNumbers(parameters: object): object {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, shapeOfNumber(value)]));
}

function shapeOfNumber(value: unknown): unknown {
  if (typeof value !== 'number') return value;
  return value === 0 ? 0 : 'a number';
}

/** Runs whose tensors have room at once: weights with their optimizer's, and what a batch passes on, several times over. */
function runsThatFit({ experiment, network, trainingExamples }: Candidate): number {
  const { optimizer } = resolveTraining(experiment.training);
  const slots = optimizer.definition.slots(optimizer.parameters).length;
  const outputs = network.layers.reduce((sum, { outputShape }) => sum + sizeOf(outputShape), 0);
  const values =
    network.totals.parameterCount * (3 + slots) +
    6 * outputs * experiment.training.batchSize +
    trainingExamples;
  return Math.max(1, Math.floor(mostBytes / (4 * values)));
}
