export { createCompiledSession } from './compiledSession';
export { createCompiledGroup } from './many/groupSession';
export { ProgramCache } from './xla/programCache';
