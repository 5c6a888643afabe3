export { findingsOf } from './findings';
export { quickLook } from './quickLook';
export { tableReader } from './examples/source';
