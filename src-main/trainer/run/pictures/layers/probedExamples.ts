import { AppError } from '@shared/errors';
import { sizeOf } from '@shared/ops/shape';
import type { DrawnExample } from '@shared/pictures/examples';
import { probeOf } from '@shared/training/observation';
import type { TrainingData } from '../../../session/session';

/** The examples that a run is observed on, by index. */
export function probedExamples({ splits, inputShape }: TrainingData): Int32Array {
  return probeOf(splits, sizeOf(inputShape));
}

/** What the network is given of an example, as it is stored. */
export function inputsOf({ inputs, inputShape }: TrainingData, index: number): Float32Array {
  const size = sizeOf(inputShape);
  return Float32Array.from(inputs.subarray(index * size, (index + 1) * size));
}

export function drawExample(data: TrainingData, index: number): DrawnExample {
  const label = data.classes > 0 ? (data.targets[index] ?? null) : null;
  return { index, shape: [...data.inputShape], values: [...inputsOf(data, index)], label };
}

export function notFound(what: string, remedy: string): AppError {
  return new AppError('notFound', `${what}.`, { remedy });
}
