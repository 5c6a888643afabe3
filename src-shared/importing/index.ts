export {
  importModel,
  surveyModel,
  type ImportedModel,
  type ModelSurvey,
  type UnknownLayer,
} from './importModel';
export type { ImportedWeight } from './weights';
