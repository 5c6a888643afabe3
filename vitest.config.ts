import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { measureSlowness, patience } from './test/patience.ts';

/**
 * Groups run one after another, from 1 on (vitest runs files of group 0 last where they have one worker). A window and
 * a browser get the machine to themselves.
 */
const projects = [
  { name: 'unit', group: 1, alone: false },
  { name: 'parity', group: 2, alone: false },
  { name: 'engine', group: 2, alone: false },
  { name: 'e2e', group: 3, alone: true },
  { name: 'desktop', group: 4, alone: true },
];
const workers = Math.max(2, availableParallelism() - 1);

await measureSlowness();

export default defineConfig({
  resolve: { alias: { '@shared': resolve('src-shared') } },
  test: {
    pool: 'forks',
    testTimeout: patience.test(),
    hookTimeout: patience.test(),
    expect: { poll: { timeout: patience.state() } },
    projects: projects.map(({ name, group, alone }) => ({
      extends: true as const,
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        maxWorkers: alone ? 1 : workers,
        sequence: { groupOrder: group },
      },
    })),
  },
});
