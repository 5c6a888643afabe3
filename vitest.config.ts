import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Those of a later group wait for the earlier ones; a window and a browser get the machine to themselves. */
const projects = [
  { name: 'unit', group: 0, alone: false },
  { name: 'parity', group: 1, alone: false },
  { name: 'engine', group: 1, alone: false },
  { name: 'e2e', group: 2, alone: true },
  { name: 'desktop', group: 3, alone: true },
];

export default defineConfig({
  resolve: { alias: { '@shared': resolve('src-shared') } },
  test: {
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: projects.map(({ name, group, alone }) => ({
      extends: true as const,
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        fileParallelism: !alone,
        sequence: { groupOrder: group },
      },
    })),
  },
});
