import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { mostRunsAtOnce, runGroupsRequestSchema, runListRequestSchema } from '@shared/contract/runs/runTable';
import type { PreparedDataset } from '@shared/data/prepared';
import { parseExperiment } from '@shared/experiment/parsing';
import { chain } from '@shared/experiment/templates/template';
import type { RunId } from '@shared/ids';
import { noMetrics } from '@shared/runs/run';
import { prepareDataset } from '../../src-main/engine/datasets';
import { readCurves } from '../../src-main/engine/runs/metrics/curves';
import { MetricStore } from '../../src-main/engine/runs/metrics/metricStore';
import { RunStore } from '../../src-main/engine/runs/runStore';
import { RunColumns } from '../../src-main/engine/runs/table/columns';
import { groupRuns } from '../../src-main/engine/runs/table/groupRuns';
import { listRuns, matchingRuns } from '../../src-main/engine/runs/table/runList';
import { bytesAt } from '../../src-main/engine/safety/sizes';
import { openWorkspace } from '../../src-main/engine/safety/openWorkspace';
import { Workspace } from '../../src-main/engine/workspace';
import { askPeer } from '../peers/ask';
import { condition, paint, type Expected, type Painted } from './painting';

/**
 * How fast a large history is listed, sorted, filtered, grouped and drawn from, beside MLflow's and trackio's SQLite
 * stores with as many runs and points, in one sitting: the engine's part, and engine and painting together, in Chromium.
 */
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    points: { type: 'string', default: '10000000' },
    /** Of one run's curve, which is drawn and read whole. */
    long: { type: 'string', default: '1000000' },
    repeats: { type: 'string', default: '7' },
    /** A Python with mlflow. */
    python: { type: 'string', default: process.env['LAYERLAB_PEERS'] ?? 'python3' },
    /** A Python with trackio. */
    trackio: { type: 'string', default: 'python3' },
    /** A folder in which the stores stay; those that it has are measured as they are. */
    keep: { type: 'string' },
    /** Fills the folder alone, and measures nothing. */
    fill: { type: 'boolean', default: false },
    /** Leaves the window out. */
    engine: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const [runCount, pointCount, longPoints, repeats] = [
  options.runs,
  options.points,
  options.long,
  options.repeats,
].map(Number) as [number, number, number, number];
const pointsOfRun = Math.max(1, Math.round((pointCount - longPoints) / Math.max(1, runCount - 1)));

/** What a peer is asked as well, by the name of the same question here, and its version. */
type PeerSeconds = Readonly<Record<string, number | string>>;

const peerScripts = {
  MLflow: ['read_runs.py', options.python],
  trackio: ['read_runs_trackio.py', options.trackio],
} as const;

/** The same spread in both stores. */
const accuracyOf = (index: number): number => ((index * 7919) % 10007) / 10007;
const learningRates = [0.1, 0.01, 0.001];

const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'layerlab-store-'));
const home = join(folder, 'layerlab');
mkdirSync(home, { recursive: true });
const workspace = Workspace.open(home);
const { database, close } = openWorkspace(workspace, pino({ level: 'silent' }));
const metrics = new MetricStore(database);
const runs = new RunStore(database, metrics);

const experimentOf = (index: number) =>
  parseExperiment({
    version: 1,
    name: `run ${index}`,
    network: chain(
      { id: 'input', kind: 'input' },
      { id: 'hidden', kind: 'dense', units: 8 + (index % 5) },
      { id: 'scores', kind: 'dense', units: 2 },
    ),
    dataset: { kind: 'spirals' },
    training: {
      seed: index,
      optimizer: { kind: 'adam', learningRate: learningRates[index % learningRates.length] ?? 0.1 },
    },
  });

const versions = {
  layerlab: 'bench',
  node: process.version,
  tensorflow: null,
  platform: process.platform,
  computing: null,
};

/** Runs that are made in one transaction. */
const runsAtOnce = 500;

/** What a folder that was filled holds. */
interface Filled {
  readonly runCount: number;
  readonly pointCount: number;
  readonly longPoints: number;
  /** The run with the long curve. */
  readonly long: RunId;
  /** That it took. */
  readonly seconds: number;
}

async function filledStore(): Promise<Filled> {
  const note = join(folder, 'layerlab.json');
  if (existsSync(note)) {
    const filled = JSON.parse(readFileSync(note, 'utf8')) as Filled;
    if (filled.runCount !== runCount || filled.pointCount !== pointCount || filled.longPoints !== longPoints)
      throw new Error(
        `${folder} holds ${filled.runCount} runs with ${filled.pointCount} points, ${filled.longPoints} in the longest curve: name another folder`,
      );
    return filled;
  }
  const started = performance.now();
  const long = await fill();
  const filled = { runCount, pointCount, longPoints, long, seconds: (performance.now() - started) / 1000 };
  writeFileSync(note, JSON.stringify(filled));
  return filled;
}

/** @returns the run with the long curve */
async function fill(): Promise<RunId> {
  const { dataset } = await prepareDataset(experimentOf(0).dataset, { directory: workspace.datasets });
  const ids: RunId[] = [];
  for (let from = 0; from < runCount; from += runsAtOnce) {
    database.transaction(() => {
      for (let index = from; index < Math.min(runCount, from + runsAtOnce); index++)
        ids.push(addRun(index, dataset));
    });
  }
  const [first] = ids;
  if (first === undefined) throw new Error('there are no runs');
  return first;
}

function addRun(index: number, dataset: PreparedDataset): RunId {
  const { id } = runs.create({
    experiment: experimentOf(index),
    dataset,
    parameterCount: 42,
    versions,
    owner: 'bench',
  });
  const steps = Int32Array.from({ length: index === 0 ? longPoints : pointsOfRun }, (_, step) => step + 1);
  metrics.addWhole(id, loss, { steps, values: Float64Array.from(steps, (step) => 1 / step) });
  const accuracy = accuracyOf(index);
  const figures = {
    ...noMetrics,
    validationAccuracy: accuracy,
    bestValidationAccuracy: accuracy,
    validationLoss: 1 - accuracy,
  };
  runs.ended(id, 'completed', { metrics: figures });
  return id;
}

const loss = { split: 'training', name: 'loss' } as const;

/** The first time, when nothing has been read yet, and the median of some more; in milliseconds. */
function timed(work: () => unknown): { first: number; usual: number } {
  const once = (): number => {
    const started = performance.now();
    work();
    return performance.now() - started;
  };
  const first = once();
  const rest = Array.from({ length: repeats }, once).sort((a, b) => a - b);
  return { first, usual: rest[repeats >> 1] ?? first };
}

const grouping = runGroupsRequestSchema.parse({
  by: ['learningRate', 'network.hidden.units'],
  columns: ['best.validationAccuracy'],
});

function questions(long: RunId) {
  const columns = new RunColumns(database);
  const list = (request: object) => listRuns(database, runListRequestSchema.parse(request), columns);
  return {
    list: () => list({}),
    listAll: () => {
      for (let offset = 0; offset < runCount; offset += mostRunsAtOnce)
        list({ offset, limit: mostRunsAtOnce });
    },
    fields: () => columns.fields(),
    sort: () => list({ orders: [{ column: 'validationAccuracy', descending: true }] }),
    sortBySeveral: () =>
      list({
        orders: [
          { column: 'learningRate', descending: false },
          { column: 'best.validationAccuracy', descending: true },
        ],
      }),
    filter: () => list({ where: condition }),
    search: () => list({ search: 'run 99' }),
    group: () => groupRuns(matchingRuns(database, columns, grouping), grouping, columns),
    curve: () => readCurves(metrics, [long], { maximumPoints: 1000 }, [loss]),
    allPoints: () => metrics.read(long, loss),
  };
}

/** What the window is to show; the runs are made by the same rules. */
function expected(long: RunId): Expected {
  const all = Array.from({ length: runCount }, (_, index) => ({ index, accuracy: accuracyOf(index) }));
  const best = all.reduce((one, other) => (other.accuracy > one.accuracy ? other : one));
  const found = all.filter(
    ({ index, accuracy }) => learningRates[index % learningRates.length] === 0.01 && accuracy > 0.9,
  );
  return { long, best: `run ${best.index}`, found: found.length };
}

const milliseconds = (value: number) => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;

function reportPainted(painted: Readonly<Record<string, Painted>>): void {
  for (const [name, { first, usual }] of Object.entries(painted))
    console.log(`${name}, painted in the window: ${milliseconds(usual)} (first ${milliseconds(first)})`);
}

function report(
  times: Readonly<Record<string, { first: number; usual: number }>>,
  peers: ReturnType<typeof askPeers>,
): void {
  for (const [name, { first, usual }] of Object.entries(times)) {
    const beside = peers.map(([peer, seconds]) => {
      const theirs = seconds?.[name];
      return typeof theirs === 'number'
        ? `; ${peer} ${milliseconds(1000 * theirs)}, ${((1000 * theirs) / usual).toFixed(0)} times`
        : '';
    });
    console.log(`${name}: ${milliseconds(usual)} (first ${milliseconds(first)})${beside.join('')}`);
  }
  for (const [peer, seconds] of peers) console.log(`${peer} ${seconds?.['version'] ?? 'is not there'}`);
}

/** What each peer says; null where its Python does not have it. */
function askPeers(...more: readonly string[]) {
  const parameters = [...[runCount, pointsOfRun, longPoints].map(String), folder, ...more];
  return Object.entries(peerScripts).map(
    ([peer, [script, python]]) => [peer, askPeer<PeerSeconds>(python, script, ...parameters)] as const,
  );
}

async function measure(long: RunId, seconds: number, size: number): Promise<void> {
  const asked = Object.entries(questions(long));
  const times = Object.fromEntries(asked.map(([name, work]) => [name, timed(work)]));
  const points = metrics.read(long, loss).values.length;
  if (points !== longPoints) throw new Error(`${points} of ${longPoints} points were read back`);
  close();
  const painted = options.engine ? null : await paint(home, expected(long), repeats);
  const peers = askPeers();
  if (options.json) {
    console.log(
      JSON.stringify({
        runCount,
        pointCount,
        longPoints,
        seconds,
        size,
        times,
        painted,
        peers: Object.fromEntries(peers),
      }),
    );
    return;
  }
  console.log(
    `${runCount.toLocaleString('en')} runs, ${(pointsOfRun * (runCount - 1) + longPoints).toLocaleString('en')} points, written in ${seconds.toFixed(0)} s, ${(size / 1e6).toFixed(0)} MB`,
  );
  report(times, peers);
  if (painted !== null) reportPainted(painted);
}

try {
  const { long, seconds } = await filledStore();
  const size = bytesAt(workspace.database) + bytesAt(`${workspace.database}-wal`);
  if (options.fill) {
    close();
    askPeers('fill');
  } else await measure(long, seconds, size);
} finally {
  if (options.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
