import { join } from 'node:path';
import { root } from '../../e2e/support/harness';

/** The folder with `engine.mjs`, `trainer.mjs` and all others, as the app is built. */
export const programs = join(root, 'out', 'main');
