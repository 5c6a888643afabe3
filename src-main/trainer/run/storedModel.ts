import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs';
import { joined } from '@shared/ops/joined';
import { sizeOf } from '@shared/ops/shape';
import { bestBackend, scoped } from '../eager/tensorflow';
import type { StoredModelRequest } from '../protocol';
import { requireNative } from '../session/native';

/** Examples that go through a model together. */
const examplesAtOnce = 32;

/**
 * Runs examples through a model that was written for TensorFlow or TensorFlow.js, as whoever is handed it would.
 * @returns the outputs, row-major
 * @throws AppError `nativeLibraryMissing` for a SavedModel where there is no TensorFlow
 */
export function runStoredModel(request: StoredModelRequest): Promise<Float32Array> {
  return request.format === 'savedModel' ? runSavedModel(request) : runLayersModel(request);
}

async function runSavedModel({ path, inputs, shape }: StoredModelRequest): Promise<Float32Array> {
  const { tf } = requireNative();
  const model = await tf.node.loadSavedModel(dirname(path), ['serve'], 'serving_default');
  try {
    return joined(
      batchesOf(inputs, shape).map((batch) =>
        scoped(tf, () => {
          const input = tf.tensor(batch.inputs, batch.shape, 'float32');
          const { output } = model.predict({ input }) as NamedTensorMap;
          return Float32Array.from(output?.dataSync() ?? []);
        }),
      ),
    );
  } finally {
    model.dispose();
  }
}

interface LayersModelFile {
  readonly modelTopology: object;
  readonly weightsManifest: readonly [{ readonly paths: readonly string[]; readonly weights: WeightSpecs }];
}
type WeightSpecs = { name: string; shape: number[]; dtype: 'float32' }[];

async function runLayersModel({ path, inputs, shape }: StoredModelRequest): Promise<Float32Array> {
  const { tf } = bestBackend();
  const file = JSON.parse(readFileSync(path, 'utf8')) as LayersModelFile;
  const [{ paths, weights }] = file.weightsManifest;
  const shards = paths.map((name) => readFileSync(join(dirname(path), name)));
  const { modelTopology } = file;
  const weightData = Uint8Array.from(Buffer.concat(shards)).buffer;
  const model = await tf.loadLayersModel(
    tf.io.fromMemory({ modelTopology, weightSpecs: weights, weightData }),
  );
  try {
    return scoped(tf, () => {
      const examples = tf.tensor(inputs, [...shape], 'float32');
      const answer = model.predict(examples, { batchSize: examplesAtOnce }) as Tensor;
      return Float32Array.from(answer.dataSync());
    });
  } finally {
    model.dispose();
  }
}

/** The examples, some at a time. */
function batchesOf(inputs: Float32Array, [count = 0, ...rest]: readonly number[]) {
  const width = sizeOf(rest);
  return Array.from({ length: Math.ceil(count / examplesAtOnce) }, (_, at) => {
    const first = at * examplesAtOnce;
    const last = Math.min(count, first + examplesAtOnce);
    return { inputs: inputs.subarray(first * width, last * width), shape: [last - first, ...rest] };
  });
}
