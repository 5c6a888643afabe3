import type { Compilation } from '@shared/training/computing/compilation';
import type { Case } from './cases';
import type { Speed } from './compiled';
import { measurePeer } from './peers';
import { groupsAtOnce, measureSideBySide } from './sideBySide';

/** Ways to train so many runs that differ in their seeds. */
const ways = ['plain', 'xla', 'groupPlain', 'groupXla', 'jax'] as const;
type Way = (typeof ways)[number];

const titles: Readonly<Record<Way, string>> = {
  plain: 'one by one, by TensorFlow',
  xla: 'one by one, as machine code',
  groupPlain: 'as one, by TensorFlow',
  groupXla: 'as one, as machine code',
  jax: 'JAX, vmap',
};

/** Medians of one way to train so many runs. */
interface SeedsResult {
  readonly case: string;
  readonly runs: number;
  readonly way: Way;
  readonly speed: Partial<Speed> & Pick<Speed, 'examplesPerSecond'>;
}

export interface SeedsOptions {
  readonly counts: readonly number[];
  readonly repeats: number;
  readonly peers: string | undefined;
  /** Measures in a process of its own. */
  measureAlone(what: string, which: Case): Speed;
}

/** Ways that train runs as one. */
const compilations: Readonly<Partial<Record<Way, Compilation>>> = { groupPlain: 'plain', groupXla: 'xla' };

/** All ways in turn, as often as asked for, so that a busy moment of the machine falls on all of them. */
export async function measureSeeds(which: Case, options: SeedsOptions): Promise<SeedsResult[]> {
  const asked = options.counts.flatMap((runs) =>
    ways
      // One by one, the speed of many is that of one.
      .filter((way) =>
        way === 'plain' || way === 'xla' ? runs === options.counts[0] : runs > 1 || way === 'jax',
      )
      .map((way) => ({ way, runs, speeds: [] as SeedsResult['speed'][] })),
  );
  for (let repeat = 0; repeat < options.repeats; repeat++) {
    for (const { way, runs, speeds } of asked) {
      const speed = await measureWay(way, runs, which, options);
      if (speed !== null) speeds.push(speed);
    }
  }
  return asked.flatMap(({ way, runs, speeds }) => {
    const speed = speeds.sort((a, b) => rateOf(a) - rateOf(b))[Math.floor(speeds.length / 2)];
    return speed === undefined ? [] : [{ case: which.name, runs, way, speed }];
  });
}

async function measureWay(
  way: Way,
  runs: number,
  which: Case,
  options: SeedsOptions,
): Promise<SeedsResult['speed'] | null> {
  const compilation = compilations[way];
  if (compilation !== undefined) {
    const sizes = groupsAtOnce(which, runs, compilation);
    return measureSideBySide(
      sizes.map((size) => ['--measure', `${way}:${size}:${sizes.length}`, '--cases', which.name]),
    );
  }
  if (way !== 'jax') return options.measureAlone(`${way}:${runs}`, which);
  if (options.peers === undefined) return null;
  const examplesPerSecond = measurePeer(options.peers, 'jax', which.name, runs);
  return examplesPerSecond === null ? null : { examplesPerSecond };
}

/** By the processor's time where it is known: other programs take part in the clock's. */
const rateOf = ({ examplesPerProcessorSecond, examplesPerSecond }: SeedsResult['speed']): number =>
  examplesPerProcessorSecond ?? examplesPerSecond;

/** A line for each way and count, with how many times as fast as one by one by TensorFlow it is. */
export function tableOfSeeds(results: readonly SeedsResult[]): string {
  const base = results.find(({ way }) => way === 'plain')?.speed;
  const lines = results.map(({ case: name, runs, way, speed }) => {
    const over = (value: number | undefined, other: number | undefined) =>
      value && other ? `${(value / other).toFixed(2)}×` : '–';
    return [
      `${name}, ${runs === 1 ? '1 run' : `${runs} runs`}, ${titles[way]}:`,
      `${Math.round(speed.examplesPerSecond).toLocaleString('en-US')} examples/s`,
      `(${over(speed.examplesPerSecond, base?.examplesPerSecond)}),`,
      `${Math.round(speed.examplesPerProcessorSecond ?? 0).toLocaleString('en-US')} a processor second`,
      `(${over(speed.examplesPerProcessorSecond, base?.examplesPerProcessorSecond)}),`,
      `${(speed.preparation ?? 0).toFixed(1)} s to prepare,`,
      `${((speed.memory ?? 0) / 2 ** 20).toFixed(0)} MiB`,
    ].join(' ');
  });
  return ['Runs of different seeds (medians, interleaved)', ...lines].join('\n');
}
