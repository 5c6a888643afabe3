import type { AnyOptimizerDefinition } from '../optimizer';
import { adadelta } from './adadelta';
import { adagrad } from './adagrad';
import { adam } from './adam';
import { adamw } from './adamw';
import { momentum } from './momentum';
import { nesterov } from './nesterov';
import { rmsprop } from './rmsprop';
import { sgd } from './sgd';

/** Every optimizer, in the order forms show them. A new optimizer is its file and its line here. */
export const optimizerCatalogue: readonly AnyOptimizerDefinition[] = [
  sgd,
  momentum,
  nesterov,
  adagrad,
  adadelta,
  rmsprop,
  adam,
  adamw,
];
