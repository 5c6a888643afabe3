export {
  importModel,
  storedWeights,
  surveyModel,
  unknownLayers,
  type ImportedModel,
  type ModelSurvey,
} from './importModel';
export { experimentOfModel } from './experimentOfModel';
export { half, type StoredWeight } from './weights/shards';
export { fitWeights } from './weights/weights';
export { importOnnx } from './onnx/importOnnx';
export type { AttributeValue, OnnxInput, OnnxModel, OnnxNode, OnnxTensor } from './onnx/graph/model';
