/**
 * Puts in place what `npm ci` does not: Node 24, TensorFlow's native library, and for tests a browser, a display and an
 * Electron. Runs on Node 20.19 and newer; a second run finds everything and ends at once.
 *
 *   node scripts/prepare.mjs --for start|test|dev
 */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepareChromium, prepareDisplay } from './setup/browser.mjs';
import { prepareElectron, prepareTestElectron } from './setup/electron.mjs';
import { prepareNode } from './setup/node24.mjs';
import { prepareOracle } from './setup/python.mjs';
import { cacheFolder, inRoot, nodeBinary, testElectron } from './setup/places.mjs';
import { endOver, say, sayProblem, SetupProblem } from './setup/report.mjs';
import { bindingLink, prepareTensorflow } from './setup/tensorflow.mjs';

const forStart = [prepareNode, prepareTensorflow];
const stepsFor = {
  /** For the command line, which does not try again each time what could not be had. */
  cli: forStart,
  start: [...forStart, prepareElectron],
  dev: forStart,
  test: [...forStart, prepareChromium, prepareDisplay, prepareTestElectron, prepareOracle],
};
const stampFile = inRoot('node_modules', '.layerlab-prepared.json');

/**
 * @param purpose {'cli' | 'start' | 'test' | 'dev'}
 * @returns the problems of what could not be had; without Node 24 it throws
 */
export async function prepare(purpose) {
  if (isStamped(purpose)) return [];
  checkStartingNode();
  const problems = [];
  for (const step of stepsFor[purpose]) {
    try {
      await step();
    } catch (error) {
      if (!(error instanceof SetupProblem) || step === prepareNode) throw error;
      sayProblem(error);
      problems.push(error);
    }
  }
  if (problems.length === 0 || purpose === 'cli') stamp(purpose);
  return problems;
}

function checkStartingNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupProblem(
    'Layerlab',
    `it needs Node 20.19 or newer to start from, this is ${process.version}`,
    'Install a newer Node',
  );
}

/** What the stamp depends on: another set of packages, another cache, another version of these scripts. */
function stampKey() {
  const lock = statSync(inRoot('package-lock.json'));
  const folder = inRoot('scripts', 'setup');
  const scripts = readdirSync(folder).map((name) => statSync(join(folder, name)).mtimeMs);
  return [lock.mtimeMs, lock.size, Math.max(...scripts), cacheFolder()].join(' ');
}

function isStamped(purpose) {
  const needed = [stampFile, nodeBinary];
  if (purpose !== 'cli') needed.push(bindingLink);
  if (purpose === 'test') needed.push(testElectron());
  if (!needed.every((path) => existsSync(path))) return false;
  return JSON.parse(readFileSync(stampFile, 'utf8'))[purpose] === stampKey();
}

function stamp(purpose) {
  const stamps = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {};
  writeFileSync(stampFile, JSON.stringify({ ...stamps, [purpose]: stampKey() }));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const purpose = process.argv[process.argv.indexOf('--for') + 1] ?? 'start';
  if (!(purpose in stepsFor)) {
    say('usage: node scripts/prepare.mjs --for start|test|dev');
    process.exit(2);
  }
  if (process.argv.includes('--again')) rmSync(stampFile, { force: true });
  try {
    await prepare(purpose);
  } catch (error) {
    endOver(error);
  }
}
