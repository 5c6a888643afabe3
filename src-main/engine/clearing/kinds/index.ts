import type { ClearableDefinition } from '../clearable';
import { aside } from './aside';
import { bin } from './bin';
import { copies } from './copies';
import { database } from './database';
import { datasets } from './datasets';
import { last } from './last';
import { weights } from './weights';

/** In the order in which they are cleared: what is gone with one may be what another referred to. */
export const clearableCatalogue: readonly ClearableDefinition[] = [
  bin,
  last,
  copies,
  datasets,
  weights,
  aside,
  database,
];
