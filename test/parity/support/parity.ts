import { expect } from 'vitest';
import type { Compilation } from '@shared/training/computing/compilation';
import { createCompiledSession } from '../../../src-main/trainer/compile';
import { beginSession } from '../../../src-main/trainer/run/beginSession';
import { createEagerSession } from '../../../src-main/trainer/eager';
import type { CreateSession, SessionRequest } from '../../../src-main/trainer/session/session';
import { apart, train } from './training';

/** The project `parity-xla` runs the same tests on machine code. */
const compilation: Compilation = process.env['LAYERLAB_TEST_COMPILATION'] === 'xla' ? 'xla' : 'plain';

/**
 * Whether a sample has to do of what differs in a parameter alone: machine code takes seconds to make for each.
 * `LAYERLAB_RANDOM_NETWORKS`, which asks for many networks, asks for all of these as well.
 */
export const takesSample = compilation === 'xla' && process.env['LAYERLAB_RANDOM_NETWORKS'] === undefined;

/**
 * Of 16 examples it leaves a smaller last batch; not as machine code, where each size is compiled anew and the random
 * networks have smaller ones.
 */
export const usualBatch = compilation === 'xla' ? 8 : 5;

const create: CreateSession = (request) =>
  beginSession(createCompiledSession, request, { compilation, compilationBinds: false }).session;

/** Trains compiled and eagerly from the same weights; whatever both give has to agree within 1e-5, relatively. */
export function expectSameTraining(request: SessionRequest, steps: number): void {
  const compiled = train(create, request, steps);
  const eager = train(createEagerSession, request, steps);
  expect(apart(compiled, eager)).toEqual([]);
}
