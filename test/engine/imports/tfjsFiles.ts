/** A layers model of TensorFlow.js as it saves one, by the names of its files: two dense layers and their weights. */
export function tfjsFiles(): ReadonlyMap<string, Buffer> {
  const dense = (name: string, units: number, more: object = {}) => ({
    class_name: 'Dense',
    config: { name, units, activation: 'linear', use_bias: true, trainable: true, dtype: 'float32', ...more },
  });
  const weights = [
    { name: 'hidden/kernel', shape: [3, 4], dtype: 'float32' },
    { name: 'hidden/bias', shape: [4], dtype: 'float32' },
    { name: 'scores/kernel', shape: [4, 2], dtype: 'float32' },
    { name: 'scores/bias', shape: [2], dtype: 'float32' },
  ];
  const model = {
    format: 'layers-model',
    modelTopology: {
      model_config: {
        class_name: 'Sequential',
        config: {
          name: 'small',
          layers: [dense('hidden', 4, { batch_input_shape: [null, 3] }), dense('scores', 2)],
        },
      },
    },
    weightsManifest: [{ paths: ['weights.bin'], weights }],
  };
  const numbers = Float32Array.from({ length: 12 + 4 + 8 + 2 }, (_, index) => index / 7);
  return new Map([
    ['model.json', Buffer.from(JSON.stringify(model))],
    ['weights.bin', Buffer.from(numbers.buffer)],
  ]);
}
