/** A convolution in groups for tfjs, which has none: one convolution for each group, side by side. */
export const tfjsGroupedConv2d = `/** A convolution whose channels and filters are split into groups. */
class GroupedConv2D extends tf.layers.Layer {
  static className = 'GroupedConv2D';

  constructor(options) {
    super(options);
    this.options = { strides: 1, padding: 'valid', dilationRate: 1, useBias: true, ...options };
  }

  build(inputShape) {
    const shape = Array.isArray(inputShape[0]) ? inputShape[0] : inputShape;
    const { filters, kernelSize, groups, useBias, kernelInitializer, kernelRegularizer } = this.options;
    const size = Array.isArray(kernelSize) ? kernelSize : [kernelSize, kernelSize];
    const start =
      typeof kernelInitializer === 'object'
        ? kernelInitializer
        : tf.initializers[kernelInitializer ?? 'glorotUniform']({});
    const kernelShape = [...size, shape.at(-1) / groups, filters];
    this.kernel = this.addWeight('kernel', kernelShape, 'float32', start, kernelRegularizer);
    if (useBias) this.bias = this.addWeight('bias', [filters], 'float32', tf.initializers.zeros());
    super.build(inputShape);
  }

  computeOutputShape([batch, height, width]) {
    const { filters, kernelSize, strides, padding, dilationRate } = this.options;
    const along = (size, axis) => {
      const at = (value) => (Array.isArray(value) ? value[axis] : value);
      if (padding === 'same') return Math.ceil(size / at(strides));
      return Math.ceil((size - (at(kernelSize) - 1) * at(dilationRate)) / at(strides));
    };
    return [batch, along(height, 0), along(width, 1), filters];
  }

  call(inputs) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const { strides, padding, dilationRate, groups } = this.options;
    return tf.tidy(() => {
      const kernels = tf.split(this.kernel.read(), groups, 3);
      const parts = tf.split(x, groups, 3).map((part, index) =>
        tf.conv2d(part, kernels[index], strides, padding, 'NHWC', dilationRate),
      );
      const outputs = tf.concat(parts, 3);
      return this.bias ? outputs.add(this.bias.read()) : outputs;
    });
  }

  getConfig() {
    const { filters, kernelSize, strides, padding, dilationRate, groups, useBias } = this.options;
    const own = { filters, kernelSize, strides, padding, dilationRate, groups, useBias };
    return { ...super.getConfig(), ...own };
  }
}`;
