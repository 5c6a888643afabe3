import type { DatasetTask } from '@shared/catalogue/task';
import { AppError } from '@shared/errors';
import { inferNetwork } from '@shared/network/inference';
import { networkSpecSchema, type NetworkSpec } from '@shared/network/spec';
import { sizeOf, type Shape } from '@shared/ops/shape';
import { Random } from '@shared/random';
import { trainingConfigSchema, type TrainingConfigInput } from '@shared/training/config';
import { resolveTraining } from '@shared/training/resolve';
import type { SessionRequest, TrainingData } from '../../../src-main/trainer/session/session';

export interface LayerInput {
  readonly kind: string;
  readonly id?: string;
  readonly [parameter: string]: unknown;
}

/** Layers one behind another, with an input before them. */
export function chain(...layers: readonly LayerInput[]): NetworkSpec {
  const named = [
    { id: 'input', kind: 'input' },
    ...layers.map((layer, index) => ({ id: `layer${index}`, ...layer })),
  ];
  const edges = named.slice(1).map((layer, index) => [named[index]?.id, layer.id]);
  return networkSpecSchema.parse({ layers: named, edges });
}

export interface DataWish {
  readonly inputShape: Shape;
  readonly task?: DatasetTask;
  readonly classes?: number;
  readonly targetSize?: number;
  readonly examples?: number;
  readonly seed?: number;
  /** Inputs as bytes, scaled to about [−1, 1]. */
  readonly bytes?: boolean;
}

/** Random examples: inputs around 0, any class or value; every fifth example is for validation. */
export function randomData(wish: DataWish): TrainingData {
  const {
    inputShape,
    task = 'classification',
    targetSize = 1,
    examples = 20,
    seed = 1,
    bytes = false,
  } = wish;
  const classes = task === 'classification' ? (wish.classes ?? 3) : 0;
  const random = new Random(seed, 7);
  const size = examples * sizeOf(inputShape);
  const inputs = bytes
    ? Uint8Array.from({ length: size }, () => random.integer(256))
    : Float32Array.from({ length: size }, () => random.uniform(-1.5, 1.5));
  const targets =
    task === 'classification'
      ? Int32Array.from({ length: examples }, () => random.integer(classes))
      : Float32Array.from({ length: examples * targetSize }, () => random.uniform(-2, 2));
  const indices = Int32Array.from({ length: examples }, (_, index) => index);
  return {
    task,
    classes,
    examples,
    inputs,
    inputShape,
    targets,
    targetSize: task === 'classification' ? 1 : targetSize,
    splits: {
      training: indices.filter((index) => index % 5 !== 4),
      validation: indices.filter((index) => index % 5 === 4),
      test: new Int32Array(),
    },
    scaling: bytes ? { offset: [127.5], factor: [1 / 127.5] } : { offset: [0], factor: [1] },
  };
}

/** @throws AppError where the network has an error. */
export function requestOf(
  spec: NetworkSpec,
  training: TrainingConfigInput,
  data: TrainingData,
): SessionRequest {
  const network = inferNetwork(spec, { inputShape: data.inputShape });
  const problem = network.problems.find(({ severity }) => severity === 'error');
  if (problem !== undefined) throw AppError.fromData(problem.error);
  return { network, training: resolveTraining(trainingConfigSchema.parse(training)), data };
}
