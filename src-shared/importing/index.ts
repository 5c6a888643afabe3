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
