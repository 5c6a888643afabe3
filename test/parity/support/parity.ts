import { expect } from 'vitest';
import { createCompiledSession } from '../../../src-main/trainer/compile';
import { createEagerSession } from '../../../src-main/trainer/eager';
import type { SessionRequest } from '../../../src-main/trainer/session/session';
import { differencesBetween, train } from './training';

const tolerance = 1e-5;

/** Trains compiled and eagerly from the same weights; whatever both give has to agree within 1e-5, relatively. */
export function expectSameTraining(request: SessionRequest, steps: number): void {
  const compiled = train(createCompiledSession, request, steps);
  const eager = train(createEagerSession, request, steps);
  const apart = differencesBetween(compiled, eager).filter(({ relative }) => !(relative <= tolerance));
  expect(apart).toEqual([]);
}
