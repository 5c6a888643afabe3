/** `xla`: as machine code; `oneDnn` and `plain`: the compiled step on these kernels, whichever the trainer takes. */
const names = {
  compiled: 'compiled',
  xla: 'machine code',
  oneDnn: 'oneDNN',
  plain: 'own kernels',
  modelFit: 'model.fit',
  keras: 'Keras',
  torch: 'PyTorch',
  jax: 'JAX',
  torchcompile: 'torch.compile',
} as const;
export type Contender = keyof typeof names;
type Other = Exclude<Contender, 'compiled'>;

export const contenders = Object.keys(names) as readonly Contender[];
/** Those that the compiled step is compared with. */
export const others = contenders.filter((each): each is Other => each !== 'compiled');

/** Medians of one case. */
export interface CaseResult {
  readonly case: string;
  /** Examples per second; null where a contender could not be had. */
  readonly examplesPerSecond: Readonly<Record<Contender, number | null>>;
  /** The compiled step's speed over each other's. */
  readonly ratios: Readonly<Record<Other, number | null>>;
  /** Floating-point operations per second of the compiled step over the matrix product's. */
  readonly shareOfPeak: number;
}

export interface Report {
  readonly threads: number;
  readonly repeats: number;
  readonly tensorflow: string;
  /** Floating-point operations per second of large matrix products. */
  readonly peak: number;
  readonly cases: readonly CaseResult[];
}

/** One case in a line. */
export function lineOf({ case: name, examplesPerSecond, ratios }: CaseResult): string {
  const compared = others.map((other) => `${factor(ratios[other])} ${names[other]}`);
  return `${name}: ${count(examplesPerSecond.compiled)} examples/s, ${compared.join(', ')}`;
}

/** The report as a table for people. */
export function tableOf({ threads, repeats, tensorflow, peak, cases }: Report): string {
  const header = ['case', ...Object.values(names), ...others.map((other) => `÷ ${names[other]}`), 'of peak'];
  const rows = cases.map(({ case: name, examplesPerSecond: speed, ratios, shareOfPeak }) => [
    name,
    ...contenders.map((contender) => count(speed[contender])),
    ...others.map((other) => factor(ratios[other])),
    `${(100 * shareOfPeak).toFixed(0)} %`,
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  return [
    `Training throughput, examples per second (median of ${repeats}, interleaved)`,
    `TensorFlow ${tensorflow}, ${threads} cores, matrix products reach ${(peak / 1e9).toFixed(0)} GFLOP/s`,
    '',
    ...[header, ...rows].map(line),
  ].join('\n');
}

function factor(ratio: number | null): string {
  return ratio === null ? '–' : `${ratio.toFixed(2)}×`;
}

function count(value: number | null): string {
  return value === null ? '–' : Math.round(value).toLocaleString('en-US');
}
