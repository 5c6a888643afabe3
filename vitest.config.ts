import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { componentsProject } from './test/components/project.ts';
import { measureSlowness, patience } from './test/patience.ts';
import { LongestFirst } from './test/support/longestFirst.ts';

interface Project {
  readonly name: string;
  /** Patterns of its files; the folder of its name where absent. */
  readonly include?: string[];
  readonly env?: Record<string, string>;
  readonly group: number;
  readonly alone: boolean;
  /** Its files share a process and what they load: for those that keep nothing there. */
  readonly sharesProcess?: boolean;
  /** Runs the built programs, which are built before. */
  readonly built?: boolean;
  readonly provide?: { readonly randomNetworks: number; readonly randomGroups?: number };
}

/** As many networks as a person asks for, in place of what each run of the tests is content with. */
const asked = Number(process.env['LAYERLAB_RANDOM_NETWORKS']) || null;
const random = (randomNetworks: number, randomGroups?: number) => ({
  randomNetworks: asked ?? randomNetworks,
  ...(randomGroups !== undefined && { randomGroups: asked ?? randomGroups }),
});

/**
 * Groups run one after another, from 1 on (vitest runs files of group 0 last where they have one worker). Projects of a
 * group have as many workers as each other. Windows have one display, and the machine to themselves.
 */
const projects: readonly Project[] = [
  { name: 'unit', group: 1, alone: false, sharesProcess: true },
  { name: 'parity', group: 2, alone: false, provide: random(60, 8) },
  {
    // On TensorFlow's own kernels, as where oneDNN's cannot be had: what depends on which they are.
    name: 'parity-plain',
    include: [
      'test/parity/{catalogue,kernels,layers,observation,randomNetworks}.test.ts',
      'test/parity/oracles/{handWorked,keras}.test.ts',
      'test/parity/compile/{compiledSession,gradients}.test.ts',
    ],
    env: { TF_ENABLE_ONEDNN_OPTS: '0' },
    group: 2,
    alone: false,
    provide: random(20),
  },
  {
    // With the steps as machine code, which takes seconds to make for each network.
    name: 'parity-xla',
    include: [
      'test/parity/{layers,randomNetworks}.test.ts',
      'test/parity/options/{frozen,losses,optimizers,trainingOptions}.test.ts',
    ],
    env: { LAYERLAB_TEST_COMPILATION: 'xla' },
    group: 2,
    alone: false,
    provide: random(8),
  },
  { name: 'engine', built: true, group: 2, alone: false },
  { name: 'e2e', built: true, group: 4, alone: false },
  { name: 'desktop', built: true, group: 5, alone: true },
];
const workers = Math.max(2, availableParallelism() - 1);

await measureSlowness();
// Tests start the programs a thousand times: what Node has compiled of them is kept, as by the command line.
process.env['NODE_COMPILE_CACHE'] ??= resolve('node_modules/.cache/layerlab-compiled');

export default defineConfig({
  resolve: { alias: { '@shared': resolve('src-shared') } },
  test: {
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    testTimeout: patience.test(),
    hookTimeout: patience.test(),
    expect: { poll: { timeout: patience.state() } },
    projects: [
      await componentsProject({ name: 'components', group: 3 }),
      ...projects.map(({ name, include, env, built, group, alone, sharesProcess, provide }) => ({
        extends: true as const,
        test: {
          name,
          include: include ?? [`test/${name}/**/*.test.ts`],
          setupFiles: ['test/support/leavesNothing.ts'],
          ...(built && { globalSetup: ['test/support/buildApp.ts'] }),
          ...(env && { env }),
          ...(provide && { provide }),
          ...(sharesProcess && { isolate: false }),
          maxWorkers: alone ? 1 : workers,
          sequence: { groupOrder: group },
        },
      })),
    ],
  },
});
