import type { Sequential, Tensor } from '@tensorflow/tfjs-node';
import { loadNative, requireNative } from '../../src-main/trainer/session/native';
import { conditions, type Case, type Examples } from './cases';

type KerasLayer = Parameters<Sequential['add']>[0];

/** Examples per second of tfjs-node's own `model.fit`, in this process. */
export async function measureModelFit(which: Case, { inputs, labels }: Examples): Promise<number> {
  // As tfjs-node has it: nobody asks for kernels.
  loadNative('processor');
  const { tf } = requireNative();
  const { examples, batchSize, epochs, learningRate } = conditions;
  const x = tf.tensor(inputs, [examples, ...which.inputShape]);
  const y = tf.tensor1d(Float32Array.from(labels), 'float32');
  const model = tf.sequential();
  kerasLayers(which).forEach((layer) => model.add(layer));
  const optimizer = tf.train.adam(learningRate);
  model.compile({ optimizer, loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
  const warm: Tensor[] = [x.slice(0, 2 * batchSize), y.slice(0, 2 * batchSize)];
  try {
    await model.fit(warm[0] as Tensor, warm[1] as Tensor, { batchSize, verbose: 0 });
    const start = performance.now();
    await model.fit(x, y, { batchSize, epochs, verbose: 0, shuffle: true });
    return (epochs * examples) / ((performance.now() - start) / 1000);
  } finally {
    tf.dispose([x, y, ...warm]);
    model.dispose();
    optimizer.dispose();
  }
}

/** The case's layers as tfjs builds them; the last dense layer carries the softmax. */
function kerasLayers({ inputShape, layers }: Case): KerasLayer[] {
  const { layers: make } = requireNative().tf;
  return layers.map((layer, place) => {
    const first = place === 0 ? { inputShape: [...inputShape] } : {};
    const last = place === layers.length - 1;
    switch (layer.kind) {
      case 'dense':
        return make.dense({
          units: Number(layer['units']),
          ...first,
          ...(last ? { activation: 'softmax' } : {}),
        });
      case 'conv2d':
        return make.conv2d({ filters: Number(layer['filters']), kernelSize: 3, padding: 'same', ...first });
      case 'relu':
        return make.reLU();
      case 'maxPool2d':
        return make.maxPooling2d({ poolSize: 2 });
      case 'batchNormalization':
        return make.batchNormalization();
      case 'flatten':
        return make.flatten();
      case 'globalAveragePool2d':
        return make.globalAveragePooling2d({});
      default:
        throw new Error(`no counterpart in tfjs for ${layer.kind}`);
    }
  });
}
