export { importModel, surveyModel, type ImportedModel, type ModelSurvey } from './importModel';
