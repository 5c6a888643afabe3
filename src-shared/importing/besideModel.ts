/** Whether a file of this name holds weights that a model keeps apart: tfjs's and Layerlab's, and PyTorch's beside ONNX. */
export const isBesideModel = (name: string): boolean => name.endsWith('.bin') || name.endsWith('.data');
