export { prepareDataset, type Prepared, type PrepareOptions } from './prepare';
export { previewDataset } from './preview';
export { inspectCsv, type CsvInspection } from './readers/csvColumns';
