import type { CreateSession } from '../session/session';
import { EagerSession } from './eagerSession';
import { bestBackend } from './tensorflow';

/** Trains operation by operation on the best backend there is. Slow, and right: the compiled step's reference. */
export const createEagerSession: CreateSession = (request) => new EagerSession(bestBackend(), request);
