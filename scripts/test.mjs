/**
 * Prepares, then checks everything: lint and types, the build, and the tests of every project. What follows `--` goes
 * to vitest. With `--changed` only what is changed and not committed is linted, and only tests that it touches are run;
 * `--changed=REF` takes what is changed since a commit. The last line counts: `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { prepare } from './prepare.mjs';
import { inRoot, nodeBinary, root } from './setup/places.mjs';
import { say, sayProblem, SetupProblem } from './setup/report.mjs';
import { changedFiles, touchedTests } from './testing/changed.mjs';
import { kill, startedWith } from './testing/leftovers.mjs';

const resultsFile = inRoot('test-results', 'vitest.json');
/** Tells the processes that this run started, and that those started, from all others. */
const mark = { name: 'LAYERLAB_TEST_RUN', value: randomUUID() };

const parameters = process.argv.slice(2);
const isChanged = (parameter) => /^--changed(=|$)/.test(parameter);
const since = parameters.find(isChanged)?.split('=')[1] ?? 'HEAD';
const onlyChanged = parameters.some(isChanged);

/** Runs a program of ours on the project's Node; its output is ours. */
function step(name, program, parameters) {
  say(`\n— ${name}`);
  const environment = {
    ...process.env,
    [mark.name]: mark.value,
    PATH: `${inRoot('node_modules', '.bin')}:${process.env.PATH}`,
  };
  return new Promise((resolve) => {
    const child = spawn(nodeBinary, [inRoot(program), ...parameters], {
      cwd: root,
      stdio: 'inherit',
      env: environment,
    });
    child.once('close', (code) => {
      if (code !== 0) say(`— ${name}: failed`);
      resolve(code === 0);
    });
  });
}

/** What vitest counted; a file that could not even be loaded counts as one failed test. */
function testCounts(exitedWell) {
  if (!existsSync(resultsFile)) return { passed: 0, failed: 1, skipped: 0 };
  const results = JSON.parse(readFileSync(resultsFile, 'utf8'));
  const broken = results.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = results.numFailedTests + broken;
  return {
    passed: results.numPassedTests,
    failed: failed === 0 && !exitedWell ? 1 : failed,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}

/** Lint, types and build. @returns whether each was good */
async function check(changed) {
  const lintable = changed?.filter((file) => /\.(ts|vue|m?js)$/.test(file));
  const lint = ['--max-warnings', '0', '--no-warn-ignored'];
  const checks = await Promise.all([
    lintable?.length === 0 ||
      step('lint', 'node_modules/eslint/bin/eslint.js', [...(lintable ?? ['.']), ...lint]),
    step('types', 'scripts/typecheck.mjs', []),
    step('what nobody uses', 'node_modules/knip/bin/knip.js', ['--no-progress']),
  ]);
  return [...checks, await step('build', 'scripts/build.mjs', [])];
}

async function runTests(files) {
  rmSync(resultsFile, { force: true });
  mkdirSync(inRoot('test-results'), { recursive: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile}`];
  const others = parameters.filter((parameter) => !isChanged(parameter));
  const exitedWell = await step('tests', 'node_modules/vitest/vitest.mjs', [
    'run',
    ...reporters,
    ...others,
    ...files,
  ]);
  return testCounts(exitedWell);
}

async function main() {
  const started = Date.now();
  const problems = await prepare('test');
  const changed = onlyChanged ? await changedFiles(since) : null;
  const checks = await check(changed);
  const touched = changed === null ? [] : await touchedTests(since, changed);
  const nothing = changed !== null && touched.length === 0;
  if (nothing) say('\n— tests: the change touches none');
  const counts = nothing ? { passed: 0, failed: 0, skipped: 0 } : await runTests(touched);
  for (const problem of problems) sayProblem(problem);
  if (counts.skipped > 0) console.log(`${counts.skipped} tests were skipped`);
  console.log(`lint, types, build and tests took ${Math.round((Date.now() - started) / 1000)} s`);
  const failedChecks = checks.filter((good) => !good).length;
  const passed = counts.passed + checks.length - failedChecks;
  const failed = counts.failed + failedChecks;
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** Whatever was started is gone at the end, however that comes. */
function endLeftovers() {
  kill(startedWith(mark.name, mark.value));
}

process.once('exit', endLeftovers);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));
main().catch((error) => {
  if (!(error instanceof SetupProblem)) throw error;
  sayProblem(error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
});
