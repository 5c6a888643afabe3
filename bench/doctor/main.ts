import { mkdirSync, readFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunFacts } from '@shared/diagnosis/record';
import { parseExperiment } from '@shared/experiment/parsing';
import { Random } from '@shared/random';
import { loadNative } from '../../src-main/trainer/session/native';
import { adam, datasets, experimentOf, nets, type Parts } from './experiments';
import { faults } from './faults';
import { plainHealthy, strange } from './healthy';
import { seedOf } from './halves';
import { report, type Case } from './report';
import { trainHere } from './train';

/**
 * How well the doctor names what is wrong: trainings with one fault planted, beside healthy ones and ones that only look
 * strange. Half of them, by a hash of the name, are for setting thresholds; the other half is reported.
 */
const { values: options } = parseArgs({
  options: {
    /** Trainings with a fault, and healthy ones, drawn from all there are. */
    faults: { type: 'string', default: '120' },
    healthy: { type: 'string', default: '120' },
    /** Faults and strange experiments by name, divided by commas; all where absent. */
    only: { type: 'string' },
    /** A folder where trainings are kept, and found again, so that the doctor can be changed without training anew. */
    records: { type: 'string' },
    /** No more are trained after so many minutes; which they are is left to chance, so that the rest is a fair sample. */
    minutes: { type: 'string', default: '1000' },
    /** The half that is reported: `held`, `open` (for setting thresholds) or `both`. */
    half: { type: 'string', default: 'held' },
    /** Tells each case that is not named right. */
    verbose: { type: 'boolean', default: false },
    /** Tries the first remedy of each fault that was named. */
    remedies: { type: 'boolean', default: false },
  },
});

interface Planned {
  readonly name: string;
  readonly right: Case['right'];
  readonly mayDoNoHarm?: boolean;
  readonly parts: Parts;
}

const only = options.only?.split(',');
const isLookedAt = (name: string) => only?.includes(name) ?? true;

/** A fault for each of all kinds, nets, data sets and severities, of which as many are taken as are wanted. */
function plannedFaults(wanted: number): Planned[] {
  const all = faults.flatMap((fault) =>
    [0, 1, 2, 3].flatMap((severity) =>
      (fault.nets ?? Object.keys(nets)).flatMap((net) =>
        (fault.datasets ?? Object.keys(datasets)).flatMap((data): Planned[] => {
          const { dataset, classes } = datasets[data] ?? {};
          const layers = nets[net]?.(classes ?? 2);
          if (dataset === undefined || layers === undefined || classes === undefined) return [];
          const healthy: Parts = { dataset, training: adam, layers };
          const name = `${fault.name} ${severity + 1} in ${net} on ${data}`;
          const { right, mayDoNoHarm = false } = fault;
          return [{ name, right, mayDoNoHarm, parts: fault.plant(healthy, severity, classes) }];
        }),
      ),
    ),
  );
  const looked = faults.filter(({ name }) => isLookedAt(name));
  // As many of each kind.
  const each = Math.ceil(wanted / looked.length);
  return looked.flatMap((fault) =>
    chosen(
      all.filter(({ name }) => name.startsWith(`${fault.name} `)),
      each,
    ),
  );
}

function plannedHealthy(wanted: number): Planned[] {
  const looked = Object.entries(strange).filter(([name]) => isLookedAt(name));
  const odd = looked.flatMap(([name, make]) =>
    Object.entries(datasets).map(([data, facts]) => ({ name: `${name} on ${data}`, parts: make(facts) })),
  );
  const seeds = [1, 2, 3, 4];
  const all = [...(only === undefined ? plainHealthy() : []), ...odd].flatMap(({ name, parts }) =>
    seeds.map((seed) => ({
      name: `healthy ${name}, seed ${seed}`,
      right: [],
      parts,
    })),
  );
  return chosen(all, wanted);
}

/** So many of them, drawn by a seed. */
function chosen<V>(all: readonly V[], wanted: number): V[] {
  const order = Int32Array.from(all, (_, place) => place);
  new Random(11, 3).shuffle(order);
  return [...order.subarray(0, wanted)].flatMap((place) => all[place] ?? []);
}

function fileOf({ name }: Planned): string | undefined {
  return options.records && join(options.records, `${name.replaceAll(/[^A-Za-z0-9]+/g, '-')}.json`);
}

function keptFacts(plan: Planned): RunFacts | null {
  const file = fileOf(plan);
  return file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunFacts) : null;
}

async function factsFor(plan: Planned): Promise<RunFacts> {
  const kept = keptFacts(plan);
  if (kept !== null) return kept;
  const { name, parts } = plan;
  const facts = await trainHere(parseExperiment(experimentOf(name, parts, seedOf(name))), parts.wrongLabels);
  const file = fileOf(plan);
  if (file) writeFileSync(file, JSON.stringify(facts));
  return facts;
}

loadNative('processor');
if (options.records) mkdirSync(options.records, { recursive: true });
const planned = [...plannedFaults(Number(options.faults)), ...plannedHealthy(Number(options.healthy))];
const until = Date.now() + 60_000 * Number(options.minutes);
const cases: Case[] = [];
for (const [place, plan] of chosen(planned, planned.length).entries()) {
  const facts = Date.now() < until ? await factsFor(plan) : keptFacts(plan);
  if (facts === null) continue;
  const { name, right, mayDoNoHarm = false, parts } = plan;
  cases.push({ name, right, mayDoNoHarm, facts, wrongLabels: parts.wrongLabels ?? 0 });
  process.stderr.write(`\r${place + 1} of ${planned.length} trainings `);
}
process.stderr.write('\n');
await report(cases, {
  half: options.half,
  verbose: options.verbose,
  remedies: options.remedies,
});
