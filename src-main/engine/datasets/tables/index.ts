export { findingsOf } from './findings';
export { inspectTable, type TableInspection } from './inspect';
export { tableReader } from './source';
