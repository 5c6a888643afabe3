import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { requireNative } from '../../src-main/trainer/native';
import { cases, examplesOf, networkOf, type Case, type Examples } from './cases';
import { measureCompiled } from './compiled';
import { measureModelFit } from './modelFit';
import { measurePeak } from './peak';
import { measurePeer } from './peers';
import { lineOf, tableOf, type CaseResult, type Contender, type Report } from './report';

const { values: options } = parseArgs({
  options: {
    /** A Python that has Keras with TensorFlow, or PyTorch, or both. */
    peers: { type: 'string' },
    /** Names of cases, joined by commas; all where absent. */
    cases: { type: 'string' },
    repeats: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});

const contenders: readonly Contender[] = ['compiled', 'modelFit', 'keras', 'torch'];

const report = await measure(chosenCases(), Number(options.repeats));
process.stdout.write(`${options.json ? JSON.stringify(report) : tableOf(report)}\n`);

function chosenCases(): readonly Case[] {
  const wanted = options.cases?.split(',');
  const unknown = wanted?.filter((name) => !cases.some((each) => each.name === name)) ?? [];
  if (unknown.length > 0) {
    throw new Error(`no such case: ${unknown.join()}; there are ${cases.map(({ name }) => name).join()}`);
  }
  return wanted ? cases.filter(({ name }) => wanted.includes(name)) : cases;
}

async function measure(chosen: readonly Case[], repeats: number): Promise<Report> {
  const [first, ...more] = chosen;
  if (first !== undefined && more.length === 0) return measureHere(first, repeats);
  const reports = chosen.map(measureInChild);
  const cases = reports.flatMap((each) => each.cases);
  return { ...reportOf(reports), peak: median(reports.map(({ peak }) => peak)) ?? NaN, cases };
}

async function measureHere(which: Case, repeats: number): Promise<Report> {
  const { tensorflowVersion } = requireNative();
  const speeds = await measureCase(which, repeats);
  const peak = measurePeak();
  const result = {
    ...speeds,
    shareOfPeak: ((speeds.examplesPerSecond.compiled ?? 0) * operationsPerExample(which)) / peak,
  };
  return { threads: availableParallelism(), repeats, tensorflow: tensorflowVersion, peak, cases: [result] };
}

/** Each case in a process of its own, as a trainer is one. */
function measureInChild({ name }: Case): Report {
  progress(`${name} …`);
  const peers = options.peers === undefined ? [] : ['--peers', options.peers];
  const parameters = ['--cases', name, '--repeats', options.repeats, '--json', ...peers];
  const output = execFileSync(process.execPath, [process.argv[1] ?? '', ...parameters], { encoding: 'utf8' });
  progress('');
  const report = JSON.parse(output) as Report;
  // All cases take a quarter of an hour: what is known is shown, should the rest be broken off.
  if (!options.json) process.stderr.write(`${report.cases.map(lineOf).join('\n')}\n`);
  return report;
}

function reportOf([first]: readonly Report[]): Report {
  if (first === undefined) throw new Error('no case was measured');
  return first;
}

/** All contenders in turn, as often as asked for, so that a busy moment of the machine falls on all of them. */
async function measureCase(which: Case, repeats: number): Promise<Omit<CaseResult, 'shareOfPeak'>> {
  const examples = examplesOf(which);
  const speeds: Record<Contender, number[]> = { compiled: [], modelFit: [], keras: [], torch: [] };
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const contender of contenders) {
      progress(`${which.name}, round ${repeat + 1} of ${repeats}: ${contender}`);
      const speed = await measureContender(contender, which, examples);
      if (speed !== null) speeds[contender].push(speed);
    }
  }
  progress('');
  const [compiled, modelFit, keras, torch] = contenders.map((contender) => median(speeds[contender]));
  const over = (speed: number | null = null) => (compiled && speed ? compiled / speed : null);
  return {
    case: which.name,
    examplesPerSecond: {
      compiled: compiled ?? null,
      modelFit: modelFit ?? null,
      keras: keras ?? null,
      torch: torch ?? null,
    },
    ratios: { modelFit: over(modelFit), keras: over(keras), torch: over(torch) },
  };
}

async function measureContender(
  contender: Contender,
  which: Case,
  examples: Examples,
): Promise<number | null> {
  switch (contender) {
    case 'compiled':
      return measureCompiled(which, examples);
    case 'modelFit':
      return measureModelFit(which, examples);
    default:
      return options.peers === undefined ? null : measurePeer(options.peers, contender, which.name);
  }
}

/** Forward pass, and one product each for the derivatives by inputs and by weights; a multiply-add is two. */
function operationsPerExample(which: Case): number {
  return networkOf(which).totals.multiplyAdds * 2 * 3;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** One line on the terminal that the next replaces; nothing where the output is not one. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}
