/** Maxout for Keras: a dense layer whose outputs are taken in groups. */
export const pythonMaxout = `@keras.saving.register_keras_serializable("Layerlab")
class Maxout(layers.Dense):
    """The largest of \`pieces\` dense outputs for each unit."""

    def __init__(self, units, pieces, **kwargs):
        super().__init__(units * pieces, **kwargs)
        self.pieces = pieces

    def call(self, x):
        outputs = super().call(x)
        return ops.max(ops.reshape(outputs, (-1, self.units // self.pieces, self.pieces)), axis=-1)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.units // self.pieces)

    def get_config(self):
        config = super().get_config()
        return {**config, "units": self.units // self.pieces, "pieces": self.pieces}`;

export const tfjsMaxout = `/** The largest of \`pieces\` dense outputs for each unit. */
class Maxout extends tf.layers.Layer {
  static className = 'Maxout';

  constructor(options) {
    super(options);
    this.options = { useBias: true, kernelInitializer: 'glorotUniform', ...options };
  }

  build(inputShape) {
    const shape = Array.isArray(inputShape[0]) ? inputShape[0] : inputShape;
    const { units, pieces, useBias, kernelInitializer, kernelRegularizer } = this.options;
    const start =
      typeof kernelInitializer === 'string' ? tf.initializers[kernelInitializer]({}) : kernelInitializer;
    const columns = units * pieces;
    this.kernel = this.addWeight('kernel', [shape.at(-1), columns], 'float32', start, kernelRegularizer);
    if (useBias) this.bias = this.addWeight('bias', [columns], 'float32', tf.initializers.zeros());
    super.build(inputShape);
  }

  computeOutputShape(inputShape) {
    return [inputShape[0], this.options.units];
  }

  call(inputs) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const { units, pieces } = this.options;
    return tf.tidy(() => {
      const products = x.matMul(this.kernel.read());
      const outputs = this.bias ? products.add(this.bias.read()) : products;
      return outputs.reshape([-1, units, pieces]).max(2);
    });
  }

  getConfig() {
    const { units, pieces, useBias } = this.options;
    return { ...super.getConfig(), units, pieces, useBias };
  }
}`;
