export { createCompiledSession } from './compiledSession';
export { createCompiledGroup } from './many/groupSession';
