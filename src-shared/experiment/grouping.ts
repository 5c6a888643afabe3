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
export type Placing = { readonly group: number; readonly place: number } | { readonly apart: string };

/** Runs of one group at the most: more of them were no faster. */
const mostRuns = 128;
/** Bytes that the tensors of a group may take. */
const mostBytes = 512 * 1024 * 1024;

/**
 * Which of the runs that are started together are trained as one graph: those that differ in their seeds alone, or in
 * numbers that need no other graph, and whose steps are so short that they gain by it. By the experiments alone.
 *
 * Measured with batches of 128 and Adam, examples per second of processor time, of all runs together, on a busy machine
 * (docs/measurements.md):
 *
 * | 2-16-16-10      | 1 run     | 8 runs    | 32 runs   | 128 runs  |
 * | --------------- | --------- | --------- | --------- | --------- |
 * | by TensorFlow   | 1,025,000 |           | 1,905,000 | 2,011,000 |
 * | as machine code | 3,135,000 | 7,030,000 | 9,500,000 | 7,060,000 |
 */
export function placeRuns(candidates: readonly Candidate[]): readonly Placing[] {
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
    for (const part of parts(runs, runsThatFit(first))) {
      for (const [place, run] of part.entries()) placings[run] = { group, place };
      group += 1;
    }
  }
  return placings;
}

/** Parts of like size, none larger than allowed. */
function parts(runs: readonly number[], most: number): number[][] {
  const count = Math.ceil(runs.length / most);
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

/** Runs whose tensors have room together: weights with their optimizer's, and what a batch passes on, several times over. */
function runsThatFit({ experiment, network, trainingExamples }: Candidate): number {
  const { optimizer } = resolveTraining(experiment.training);
  const slots = optimizer.definition.slots(optimizer.parameters).length;
  const outputs = network.layers.reduce((sum, { outputShape }) => sum + sizeOf(outputShape), 0);
  const values =
    network.totals.parameterCount * (3 + slots) +
    6 * outputs * experiment.training.batchSize +
    trainingExamples;
  return Math.max(1, Math.min(mostRuns, Math.floor(mostBytes / (4 * values))));
}
