/** TensorFlow reads it when it is loaded, and never again. */
const switchName = 'TF_ENABLE_ONEDNN_OPTS';

/**
 * Asks TensorFlow for oneDNN's kernels, before it is loaded. By itself it takes them only where the processor has
 * AVX-512 with VNNI; its plain kernels differentiate no dilated convolution and know no depthwise one with two strides.
 * What a person has set stands.
 */
export function chooseKernels(): void {
  process.env[switchName] ??= '1';
}
