export { createCompiledSession } from './compiledSession';
