export { prepareDataset, type Prepared, type PrepareOptions } from './preparing/prepare';
export { previewDataset } from './preview';
export { quickLook } from './tables';
