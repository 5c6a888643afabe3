import type { Tensor } from '@tensorflow/tfjs';
import { sizeOf } from '@shared/ops/shape';
import { evaluationBatch, type TrainingData } from '../session/session';
import type { Augmentation } from '@shared/training/augmentations';
import { augmentImages, type StoredImages } from '@shared/training/augmentations/images';
import type { DrawKey } from './ops/eagerOps';
import type { TensorFlow } from './tensorflow';

/** Examples as the network and the loss take them. */
export interface Batch {
  /** float32 [batch, ...inputShape], scaled. */
  readonly input: Tensor;
  /** int32 [batch] classes, or float32 [batch, values]. */
  readonly target: Tensor;
}

/** Raw values as the network sees them: (x − offset) · factor along the last axis. */
export function scaled(tf: TensorFlow, values: Float32Array, examples: number, data: TrainingData): Tensor {
  const raw = tf.tensor(values, [examples, ...data.inputShape], 'float32');
  return tf.mul(tf.sub(raw, tf.tensor1d(data.scaling.offset)), tf.tensor1d(data.scaling.factor));
}

/** The rows of `values` at the given indices, one after another. */
function gather<V extends Float32Array | Int32Array>(
  rows: V,
  values: ArrayLike<number>,
  size: number,
  indices: Int32Array,
): V {
  indices.forEach((index, row) => {
    for (let column = 0; column < size; column++)
      rows[row * size + column] = values[index * size + column] ?? 0;
  });
  return rows;
}

/** The inputs of the examples with these indices, as they are stored. */
function storedInputs(data: TrainingData, indices: Int32Array): Float32Array {
  const size = sizeOf(data.inputShape);
  return gather(new Float32Array(indices.length * size), data.inputs, size, indices);
}

/** The inputs of the examples with these indices, scaled. */
export function inputsOf(tf: TensorFlow, data: TrainingData, indices: Int32Array): Tensor {
  return scaled(tf, storedInputs(data, indices), indices.length, data);
}

/** How the images of a training step are changed. */
export interface BatchAugmentation {
  readonly augmentation: Augmentation;
  readonly key: DrawKey;
}

function augmentedInputs(
  tf: TensorFlow,
  data: TrainingData,
  indices: Int32Array,
  { augmentation, key }: BatchAugmentation,
): Tensor {
  const inputDtype = data.inputs instanceof Uint8Array ? 'uint8' : 'float32';
  const { inputShape, scaling } = data;
  const images: StoredImages = {
    values: storedInputs(data, indices),
    inputShape: [...inputShape],
    inputDtype,
    scaling,
  };
  return tf.tensor(augmentImages(images, augmentation, key), [indices.length, ...inputShape], 'float32');
}

/** Examples with their targets, by index; images changed at random where that is said. */
export function batchOf(
  tf: TensorFlow,
  data: TrainingData,
  indices: Int32Array,
  augmented?: BatchAugmentation,
): Batch {
  const input =
    augmented === undefined || data.inputShape.length !== 3
      ? inputsOf(tf, data, indices)
      : augmentedInputs(tf, data, indices, augmented);
  if (data.task === 'classification') {
    return {
      input,
      target: tf.tensor1d(gather(new Int32Array(indices.length), data.targets, 1, indices), 'int32'),
    };
  }
  const values = gather(
    new Float32Array(indices.length * data.targetSize),
    data.targets,
    data.targetSize,
    indices,
  );
  return { input, target: tf.tensor2d(values, [indices.length, data.targetSize], 'float32') };
}

/** Examples that are looked at without training, in batches. */
export function partsOf(indices: Int32Array): Int32Array[] {
  const count = Math.ceil(indices.length / evaluationBatch);
  return Array.from({ length: count }, (_, part) =>
    indices.subarray(part * evaluationBatch, (part + 1) * evaluationBatch),
  );
}
