export { importModel, surveyModel, unknownLayers, type ImportedModel, type ModelSurvey } from './importModel';
export { experimentOfModel } from './experimentOfModel';
export type { StoredWeight } from './weights/shards';
