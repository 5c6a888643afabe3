import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Sqlite from 'better-sqlite3';
import type { Page } from 'playwright-core';
import { experimentSchema } from '@shared/experiment/experiment';
import { experimentOf, templateCatalogue } from '@shared/experiment/templates';
import { builtProgram, openInBrowser } from '../../test/e2e/support/harness';
import { showPage } from '../../test/e2e/support/workbench';
import { delaysIn, listenForDelays, type Delays } from '../interaction/delays';

/**
 * What it costs to keep the points of four trainings, and how long a click or a key on the page of runs waits for its
 * picture meanwhile: four command lines train the spirals in the window's workspace, each with an engine of its own.
 */
const { values: options } = parseArgs({
  options: {
    /** A workspace that has runs already; four are added. */
    home: { type: 'string' },
    rounds: { type: 'string', default: '25' },
    /** Of a training: larger ones give fewer points a second. */
    batch: { type: 'string', default: '32' },
    /** Has the command lines print every point, as JSON for programs, and not only keep it. */
    print: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const jobs = 4;
const patience = 120_000;

interface Kept {
  readonly pointsPerSecond: number;
  /** Processor seconds of the trainers and of the engines beside them, a second. */
  readonly trainers: number;
  readonly engines: number;
}

function experimentFile(folder: string): string {
  const template = templateCatalogue.find(({ id }) => id === 'spirals');
  if (template === undefined) throw new Error('there is no template of spirals');
  const experiment = experimentOf(template);
  const path = join(folder, 'spirals.json');
  const training = { ...experiment.training, epochs: 100_000, batchSize: Number(options.batch) };
  writeFileSync(path, JSON.stringify(experimentSchema.parse({ ...experiment, training })));
  return path;
}

const train = (file: string, home: string): ChildProcess =>
  spawn(
    process.execPath,
    [builtProgram('cli'), 'train', file, '--home', home, ...(options.print ? ['--json'] : [])],
    { stdio: 'ignore' },
  );

/** Points of all curves in the workspace. */
function pointsIn(home: string): number {
  const sqlite = new Sqlite(join(home, 'layerlab.sqlite'), { readonly: true });
  try {
    return Number(sqlite.prepare('SELECT sum(count) FROM metric_chunks WHERE level = 0').pluck().get() ?? 0);
  } finally {
    sqlite.close();
  }
}

/** Processor seconds that the processes of a program below these have used (Linux counts a hundred a second). */
function processorSeconds(roots: readonly number[], program: string): number {
  const processes = readdirSync('/proc').flatMap((name) => {
    try {
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ').map(Number) ?? [];
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      return [
        {
          pid: Number(name),
          parent: fields[1],
          seconds: ((fields[11] ?? 0) + (fields[12] ?? 0)) / 100,
          command,
        },
      ];
    } catch {
      return [];
    }
  });
  const below = new Set(roots);
  for (let before = -1; before !== below.size;) {
    before = below.size;
    for (const { pid, parent } of processes) if (parent !== undefined && below.has(parent)) below.add(pid);
  }
  return processes
    .filter(({ pid, command }) => below.has(pid) && command.includes(program))
    .reduce((sum, { seconds }) => sum + seconds, 0);
}

async function costOfKeeping(home: string, trainings: readonly ChildProcess[], page: Page): Promise<Kept> {
  const roots = trainings.map(({ pid = -1 }) => pid);
  const look = () => ({
    at: performance.now(),
    points: pointsIn(home),
    trainers: processorSeconds(roots, 'trainer.mjs'),
    engines: processorSeconds(roots, 'engine.mjs'),
  });
  const before = look();
  await page.waitForTimeout(15_000);
  const after = look();
  const seconds = (after.at - before.at) / 1000;
  return {
    pointsPerSecond: (after.points - before.points) / seconds,
    trainers: (after.trainers - before.trainers) / seconds,
    engines: (after.engines - before.engines) / seconds,
  };
}

/** What people do on the page of runs: choose one, search, sort. @returns interactions */
async function useTheRuns(page: Page, rounds: number): Promise<number> {
  const main = page.getByRole('main', { name: 'Runs' });
  const keys = ['s', 'e', 'Backspace', 'Backspace'];
  for (let round = 0; round < rounds; round += 1) {
    await main.locator('tbody input[type="checkbox"]').first().click();
    const condition = main.locator('.condition input');
    await condition.click();
    for (const key of keys) await condition.press(key);
    await main
      .locator('thead th button')
      .nth(round % 3)
      .click();
  }
  return rounds * (3 + keys.length);
}

/** Looking elsewhere and coming back. @returns interactions */
async function leaveAndReturn(page: Page, rounds: number): Promise<number> {
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ['Workbench', 'Runs']) await showPage(page, name);
    await page.getByRole('main', { name: 'Runs' }).locator('tbody tr').first().waitFor();
  }
  return rounds * 2;
}

async function measure(page: Page, use: typeof useTheRuns): Promise<Delays> {
  await listenForDelays(page);
  return delaysIn(page, await use(page, Number(options.rounds)));
}

async function ended(training: ChildProcess): Promise<void> {
  if (training.exitCode !== null) return;
  const end = new Promise((done) => training.once('close', done));
  training.kill('SIGTERM');
  await end;
}

function tell(when: string, { pointsPerSecond, trainers, engines }: Kept): void {
  const share = (100 * engines) / trainers;
  const forAHundredThousand = (1e5 / pointsPerSecond) * engines;
  console.log(
    `${when} ${Math.round(pointsPerSecond).toLocaleString('en')} points a second; the engines take ${share.toFixed(1)} % of the trainers' processor time, ${forAHundredThousand.toFixed(3)} cores for 100,000 points a second`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'layerlab-history-'));
const home = options.home ?? join(folder, 'home');
const app = await openInBrowser({ home });
const trainings: ChildProcess[] = [];
try {
  const { page } = app;
  await showPage(page, 'Runs');
  const file = experimentFile(folder);
  trainings.push(...Array.from({ length: jobs }, () => train(file, home)));
  await page.waitForFunction(
    (count) =>
      document.querySelectorAll('main[aria-label="Runs"] tbody tr[aria-label*="unning"]').length >= count,
    jobs,
    { timeout: patience },
  );
  const first = await costOfKeeping(home, trainings, page);
  const kept = await costOfKeeping(home, trainings, page);
  const delays = await measure(page, useTheRuns);
  const switches = await measure(page, leaveAndReturn);
  if (options.json) console.log(JSON.stringify({ first, kept, delays, switches }));
  else {
    tell('In the first 15 seconds', first);
    tell('In the next 15', kept);
    console.table({ 'on the page of runs': delays, 'to it and back': switches }, [
      'interactions',
      'median',
      'percentile95',
      'percentile99',
      'longest',
    ]);
    console.log(['slowest on the page:', ...delays.slowest].join('\n  '));
    console.log(['slowest to it and back:', ...switches.slowest].join('\n  '));
  }
} finally {
  await Promise.all(trainings.map(ended));
  await app.close();
  rmSync(folder, { recursive: true, force: true });
}
