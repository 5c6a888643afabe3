import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Kernels } from '@shared/training/computing/kernels';
import { requireNative } from '../../src-main/trainer/session/native';
import { cases, examplesOf, networkOf, type Case } from './cases';
import { measureCompiled, measureGroup, type Speed } from './compiled';
import { measureModelFit } from './modelFit';
import { measurePeak } from './peak';
import { measurePeer } from './peers';
import { measureSeeds, tableOfSeeds } from './seeds';
import { lineOfStarts, measureStart, measureStarts } from './starts';
import { waitForOthers } from './sideBySide';
import { median } from '../median';
import { contenders, lineOf, others, tableOf, type CaseResult, type Contender, type Report } from './report';

const { values: options } = parseArgs({
  options: {
    /** A Python that has Keras with TensorFlow, or PyTorch, or both. */
    peers: { type: 'string' },
    /** Names of cases, joined by commas; all where absent. */
    cases: { type: 'string' },
    /** Whom to measure, joined by commas; all where absent. JAX takes more than six minutes to compile a convnet. */
    contenders: { type: 'string' },
    /** Also on oneDNN's kernels and on TensorFlow's own, whichever the trainer takes. */
    kernels: { type: 'boolean', default: false },
    /** Counts of runs that differ in their seeds, joined by commas, in place of all else. */
    seeds: { type: 'string' },
    /** How long it is to the first step, in place of all else. */
    starts: { type: 'boolean', default: false },
    repeats: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
    /** One contender, or the machine's peak, in this process: what the bench calls itself with. */
    measure: { type: 'string' },
    /** Where machine code is kept, for a start that is measured. */
    folder: { type: 'string', default: '' },
  },
});

const small = 'mlp-2-16-16-10';

if (options.measure !== undefined) {
  const measured = await measureHere(options.measure);
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(measured)}\n`);
  else process.send(measured);
} else if (options.starts) {
  for (const which of chosenCases()) {
    const starts = measureStarts(which, Number(options.repeats), (compilation, folder) =>
      measureAlone<number>(`start:${compilation}`, which, undefined, ['--folder', folder]),
    );
    process.stdout.write(`${options.json ? JSON.stringify(starts) : lineOfStarts(starts)}\n`);
  }
} else if (options.seeds !== undefined) {
  const results = await seedsOf(options.seeds);
  process.stdout.write(`${options.json ? JSON.stringify(results) : tableOfSeeds(results)}\n`);
} else {
  const report = measure(chosenCases(), Number(options.repeats));
  process.stdout.write(`${options.json ? JSON.stringify(report) : tableOf(report)}\n`);
}

/** Of the small net, where no cases are named. */
async function seedsOf(counts: string) {
  const chosen = options.cases === undefined ? cases.filter(({ name }) => name === small) : chosenCases();
  const results = [];
  for (const which of chosen) {
    const measured = await measureSeeds(which, {
      counts: counts.split(',').map(Number),
      repeats: Number(options.repeats),
      peers: options.peers,
      measureAlone: (what, which) => measureAlone<Speed>(what, which),
    });
    results.push(...measured);
  }
  return results;
}

function chosenCases(): readonly Case[] {
  const wanted = options.cases?.split(',');
  const unknown = wanted?.filter((name) => !cases.some((each) => each.name === name)) ?? [];
  if (unknown.length > 0) {
    throw new Error(`no such case: ${unknown.join()}; there are ${cases.map(({ name }) => name).join()}`);
  }
  return wanted ? cases.filter(({ name }) => wanted.includes(name)) : cases;
}

function measure(chosen: readonly Case[], repeats: number): Report {
  const { tensorflow, peak } = measureAlone<{ tensorflow: string; peak: number }>('peak');
  const results: CaseResult[] = [];
  for (const which of chosen) {
    const speeds = measureCase(which, repeats);
    const perSecond = (speeds.examplesPerSecond.compiled ?? 0) * operationsPerExample(which);
    const result = { ...speeds, shareOfPeak: perSecond / peak };
    // All cases take a quarter of an hour: what is known is shown, should the rest be broken off.
    if (!options.json) process.stderr.write(`${lineOf(result)}\n`);
    results.push(result);
  }
  return { threads: availableParallelism(), repeats, tensorflow, peak, cases: results };
}

/**
 * Measures one thing in a process of its own: TensorFlow settles on its threads and kernels when it is loaded, and a
 * run's trainer chooses them by the net, which `model.fit` does not.
 */
function measureAlone<Result>(
  what: string,
  which?: Case,
  kernels?: Kernels,
  more: readonly string[] = [],
): Result {
  const parameters = ['--measure', what, ...(which ? ['--cases', which.name] : []), ...more];
  const output = execFileSync(process.execPath, [process.argv[1] ?? '', ...parameters], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...(kernels && { TF_ENABLE_ONEDNN_OPTS: kernels === 'oneDnn' ? '1' : '0' }) },
  });
  return JSON.parse(output) as Result;
}

async function measureHere(what: string): Promise<unknown> {
  const [which] = chosenCases();
  if (what === 'peak') return { tensorflow: requireNative().tensorflowVersion, peak: measurePeak() };
  if (which === undefined) throw new Error(`${what} is measured on a case`);
  const examples = examplesOf(which);
  const [way, runs, groups] = what.split(':');
  if (way === 'groupPlain' || way === 'groupXla') {
    const compilation = way === 'groupXla' ? 'xla' : 'plain';
    const computed = { compilation, runs: Number(runs), sideBySide: Number(groups) > 1 } as const;
    return measureGroup(which, examples, computed, waitForOthers);
  }
  if (way === 'start')
    return measureStart(which, examples, what === 'start:xla' ? 'xla' : 'plain', options.folder);
  if (way === 'modelFit') return measureModelFit(which, examples);
  const speed = measureCompiled(which, examples, way === 'xla' ? 'xla' : 'plain');
  return runs === undefined ? speed.examplesPerSecond : speed;
}

/** All contenders in turn, as often as asked for, so that a busy moment of the machine falls on all of them. */
function measureCase(which: Case, repeats: number): Omit<CaseResult, 'shareOfPeak'> {
  const speeds = Object.fromEntries(contenders.map((contender) => [contender, [] as number[]])) as Record<
    Contender,
    number[]
  >;
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const contender of contenders) {
      progress(`${which.name}, round ${repeat + 1} of ${repeats}: ${contender}`);
      const speed = measureContender(contender, which);
      if (speed !== null) speeds[contender].push(speed);
    }
  }
  progress('');
  const examplesPerSecond = Object.fromEntries(
    contenders.map((contender) => [
      contender,
      speeds[contender].length === 0 ? null : median(speeds[contender]),
    ]),
  ) as Record<Contender, number | null>;
  const { compiled } = examplesPerSecond;
  const ratios = Object.fromEntries(
    others.map((other) => {
      const speed = examplesPerSecond[other];
      return [other, compiled && speed ? compiled / speed : null];
    }),
  ) as CaseResult['ratios'];
  return { case: which.name, examplesPerSecond, ratios };
}

function measureContender(contender: Contender, which: Case): number | null {
  if (options.contenders?.split(',').includes(contender) === false) return null;
  switch (contender) {
    case 'compiled':
    case 'xla':
    case 'modelFit':
      return measureAlone<number>(contender, which);
    case 'oneDnn':
    case 'plain':
      return options.kernels ? measureAlone<number>('compiled', which, contender) : null;
    default:
      return options.peers === undefined ? null : measurePeer(options.peers, contender, which.name);
  }
}

/** Forward pass, and one product each for the derivatives by inputs and by weights; a multiply-add is two. */
function operationsPerExample(which: Case): number {
  return networkOf(which).totals.multiplyAdds * 2 * 3;
}

/** One line on the terminal that the next replaces; nothing where the output is not one. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}
