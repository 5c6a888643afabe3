import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { placeRuns } from '@shared/experiment/grouping';
import { parseExperiment } from '@shared/experiment/parsing';
import type { Compilation } from '@shared/training/computing/compilation';
import { conditions, networkOf, type Case } from './cases';
import type { Speed } from './compiled';

/** Sizes of the groups that Layerlab trains at once where so many runs are started; one group where it would not group. */
export function groupsAtOnce(which: Case, runs: number, compilation: Compilation): number[] {
  const network = networkOf(which);
  const layers = network.layers.map(({ spec }) => spec);
  const experiment = parseExperiment({
    ...{ version: 1, name: which.name, dataset: { kind: 'spirals', examples: conditions.examples } },
    network: { layers, edges: layers.slice(1).map(({ id }, place) => [layers[place]?.id, id]) },
    training: { batchSize: conditions.batchSize, compilation },
  });
  const candidate = {
    experiment,
    network,
    compilation,
    datasetHash: '',
    trainingExamples: conditions.examples,
  };
  const placings = placeRuns(
    Array.from({ length: runs }, () => candidate),
    availableParallelism(),
  ).flatMap((placing) => ('group' in placing ? placing : []));
  const [first] = placings;
  if (first === undefined) return [runs];
  return Array.from(
    { length: first.sideBySide },
    (_, group) => placings.filter((placing) => placing.group === group).length,
  );
}

/** Measures groups at once, each in a process of its own; none begins before all are ready. */
export async function measureSideBySide(parameters: readonly string[][]): Promise<Speed> {
  const processes = parameters.map((own) =>
    fork(process.argv[1] ?? '', own, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }),
  );
  try {
    await Promise.all(processes.map(wordOf));
    const speeds = processes.map((each) => {
      const told = wordOf(each);
      each.send('begin');
      return told as Promise<Speed>;
    });
    return together(await Promise.all(speeds));
  } finally {
    for (const each of processes) each.kill();
  }
}

/** What it says next. @throws Error where it ends instead */
async function wordOf(child: ChildProcess): Promise<unknown> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a measuring process ended with code ${String(code)}`);
  });
  const [word] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
  return word;
}

/** In such a process: says that it is ready. @returns once all are */
export async function waitForOthers(): Promise<void> {
  process.send?.('ready');
  await once(process, 'message');
}

function together(speeds: readonly Speed[]): Speed {
  const sumOf = (name: keyof Speed) => speeds.reduce((sum, speed) => sum + speed[name], 0);
  return {
    examplesPerSecond: sumOf('examplesPerSecond'),
    // Cores that work at once take their seconds at once.
    examplesPerProcessorSecond: sumOf('examplesPerProcessorSecond') / speeds.length,
    preparation: Math.max(...speeds.map(({ preparation }) => preparation)),
    memory: sumOf('memory'),
  };
}
