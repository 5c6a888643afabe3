export { prepareDataset, type Prepared, type PrepareOptions } from './prepare';
export { previewDataset } from './preview';
export { inspectTable, type TableInspection } from './tables';
