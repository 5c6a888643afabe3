export { prepareDataset, type Prepared, type PrepareOptions } from './prepare';
export { previewDataset } from './preview';
export { quickLook } from './tables';
