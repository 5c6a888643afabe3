import { AppError, type AppErrorData } from '../../errors';
import type { LayerId } from '../../ids';
import type { NetworkFix, NetworkProblem } from './index';
import type { Edge } from '../spec';

interface ProblemPlace {
  readonly layer?: LayerId;
  readonly edge?: Edge;
  readonly where?: string;
  readonly remedy?: string;
  readonly fixes?: readonly NetworkFix[];
}

function problem(severity: NetworkProblem['severity'], message: string, place: ProblemPlace): NetworkProblem {
  const { layer, edge, where, remedy, fixes = [] } = place;
  const error: AppErrorData = {
    code: 'badNetwork',
    message,
    where: where ?? layer ?? (edge ? edge.join(' → ') : null),
    remedy: remedy ?? null,
  };
  return { severity, error, layer: layer ?? null, edge: edge ?? null, fixes };
}

/** What keeps the network from being computed. */
export function errorAt(message: string, place: ProblemPlace): NetworkProblem {
  return problem('error', message, place);
}

/** What can be computed but will probably not do what was meant. */
export function warningAt(message: string, place: ProblemPlace): NetworkProblem {
  return problem('warning', message, place);
}

/** What a layer's own check threw, put where it belongs. */
export function errorFrom(thrown: unknown, place: ProblemPlace): NetworkProblem {
  const { message, where, remedy } = AppError.from(thrown);
  return errorAt(message, {
    ...place,
    ...(where === null ? {} : { where }),
    ...(remedy === null ? {} : { remedy }),
  });
}
