import { parseArgs } from 'node:util';
import { parseExperiment } from '@shared/experiment/parsing';
import { chain } from '@shared/experiment/templates/template';
import type { RunId } from '@shared/ids';
import type { ComparedPair } from '@shared/statistics/comparison';
import { trainAll, withTemporaryEngine } from '../engine/training';

/**
 * How often two sides are called different that are the same experiment under other seeds, really trained: what `compare`
 * says of each pair. Its layers are called otherwise on the other side, so that the two count as configurations. At most
 * one in twenty may be.
 */
const { values: options } = parseArgs({
  options: {
    pairs: { type: 'string', default: '200' },
    /** Of each side. */
    seeds: { type: 'string', default: '5' },
    /** Of the first run: with another one these are other pairs. */
    from: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const [pairCount, seedCount, firstSeed] = [options.pairs, options.seeds, options.from].map(Number) as [
  number,
  number,
  number,
];
/** Between the seeds of the two sides. */
const apart = 1_000_000;

const datasets = [
  { kind: 'spirals', examples: 300, noise: 0.1 },
  { kind: 'moons', examples: 300, noise: 0.3 },
  { kind: 'circles', examples: 300, noise: 0.2 },
  { kind: 'xor', examples: 300 },
  { kind: 'blobs', examples: 300 },
];
const widths = [4, 16];
const learningRates = [0.003, 0.03];
/** Every kind of experiment that is tried. */
const settings = datasets.flatMap((dataset) =>
  widths.flatMap((units) => learningRates.map((learningRate) => ({ dataset, units, learningRate }))),
);
const pairsOfEach = Math.ceil(pairCount / settings.length);

const metrics = ['validation.accuracy', 'validation.loss'] as const;

function experimentOf(
  { dataset, units, learningRate }: (typeof settings)[number],
  layer: string,
  seed: number,
) {
  return parseExperiment({
    version: 1,
    name: `${dataset.kind}, ${units} units, ${learningRate}`,
    network: chain(
      { id: 'input', kind: 'input' },
      { id: layer, kind: 'dense', units },
      { id: 'bend', kind: 'tanh' },
      { id: 'scores', kind: 'dense', units: dataset.kind === 'blobs' ? 3 : 2 },
    ),
    dataset,
    training: { seed, epochs: 15, optimizer: { kind: 'adam', learningRate } },
  });
}

/** Of each setting others, since points drawn by the same seed have its neighbors' losses lie alike. */
const seedsOf = (setting: number, first: number) =>
  Array.from(
    { length: pairsOfEach * seedCount },
    (_, place) => first + setting * pairsOfEach * seedCount + place,
  );

/** How many pairs were called different, of so many, and of how many nothing could be said. */
class Tally {
  different = 0;
  all = 0;
  unjudged = 0;

  add(verdict: ComparedPair['verdict'] | null): void {
    this.all += 1;
    if (verdict === null) this.unjudged += 1;
    if (verdict === 'better' || verdict === 'worse') this.different += 1;
  }
}

const tallies = Object.fromEntries(
  metrics.flatMap((metric) =>
    [`${metric}, over seeds`, `${metric}, one net each`].map((name) => [name, new Tally()]),
  ),
);

await withTemporaryEngine(async (client) => {
  async function judge(sides: readonly [readonly RunId[], readonly RunId[]], metric: string) {
    const { pairs } = await client.runs.verdicts({ runIds: sides.flat(), metric });
    const [pair] = pairs;
    if (pair === undefined || pairs.length > 1) throw new Error('these are not two configurations');
    return pair;
  }

  for (const [place, setting] of settings.entries()) {
    const first = await trainAll(
      client,
      seedsOf(place, firstSeed).map((seed) => experimentOf(setting, 'one', seed)),
    );
    const second = await trainAll(
      client,
      seedsOf(place, firstSeed + apart).map((seed) => experimentOf(setting, 'other', seed)),
    );
    for (let pair = 0; pair < pairsOfEach; pair++) {
      const part = (runIds: readonly RunId[], count: number) =>
        runIds.slice(pair * seedCount).slice(0, count);
      for (const metric of metrics) {
        const seeds = await judge([part(first, seedCount), part(second, seedCount)], metric);
        tallies[`${metric}, over seeds`]?.add(seeds.verdict);
        const nets = await judge([part(first, 1), part(second, 1)], metric);
        tallies[`${metric}, one net each`]?.add(nets.netsVerdict);
      }
    }
    if (!options.json) {
      console.log(`${setting.dataset.kind}, ${setting.units} units, ${setting.learningRate}; so far:`);
      report();
    }
  }
});

function report(): void {
  for (const [name, { different, all, unjudged }] of Object.entries(tallies)) {
    const share = ((100 * different) / all).toFixed(1);
    const not = unjudged === 0 ? '' : `, ${unjudged} not judged`;
    console.log(`  ${name}: ${different} of ${all} called different (${share} %)${not}`);
  }
}

if (options.json) console.log(JSON.stringify(tallies));
