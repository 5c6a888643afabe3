import type { SweepMethod } from '../method';
import { asha } from './asha';
import { grid } from './grid';
import { random } from './random';
import { sobol } from './sobol';
import { tpe } from './tpe';

/** Every method, in the order forms show them. A new method is its file and its line here. */
export const sweepMethods = [grid, random, sobol, tpe, asha] as const;

export type SweepMethodKind = (typeof sweepMethods)[number]['kind'];

export function sweepMethod(kind: SweepMethodKind): SweepMethod {
  const method = (sweepMethods as readonly SweepMethod[]).find((candidate) => candidate.kind === kind);
  if (method === undefined) throw new Error(`there is no method ${kind}`);
  return method;
}
