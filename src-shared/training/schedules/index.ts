import type { AnyScheduleDefinition } from '../schedule';
import { constant } from './constant';
import { cosine } from './cosine';
import { exponential } from './exponential';
import { oneCycle } from './oneCycle';
import { reduceOnPlateau } from './reduceOnPlateau';
import { step } from './step';

/** Every schedule, in the order forms show them. A new schedule is its file and its line here. */
export const scheduleCatalogue: readonly AnyScheduleDefinition[] = [
  constant,
  step,
  exponential,
  cosine,
  oneCycle,
  reduceOnPlateau,
];
