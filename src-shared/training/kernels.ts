/** Whose kernels carry out TensorFlow's operations in a process: Intel's oneDNN, or TensorFlow's own. */
export type Kernels = 'oneDnn' | 'plain';
