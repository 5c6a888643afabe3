/**
 * Prepares, then checks everything: lint and types, the build, and the tests of every project. What follows `--` goes
 * to vitest. The last line counts: `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { prepare } from './prepare.mjs';
import { inRoot, nodeBinary, root } from './setup/places.mjs';
import { say, sayProblem, SetupProblem } from './setup/report.mjs';

const resultsFile = inRoot('test-results', 'vitest.json');

/** Runs a program of ours on the project's Node; its output is ours. */
function step(name, program, parameters) {
  say(`\n— ${name}`);
  const environment = { ...process.env, PATH: `${inRoot('node_modules', '.bin')}:${process.env.PATH}` };
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

async function main() {
  const started = Date.now();
  const problems = await prepare('test');
  const checks = await Promise.all([
    step('lint', 'node_modules/eslint/bin/eslint.js', ['.', '--max-warnings', '0']),
    step('types', 'scripts/typecheck.mjs', []),
  ]);
  checks.push(await step('build', 'scripts/build.mjs', []));
  rmSync(resultsFile, { force: true });
  mkdirSync(inRoot('test-results'), { recursive: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile}`];
  const exitedWell = await step('tests', 'node_modules/vitest/vitest.mjs', [
    'run',
    ...reporters,
    ...process.argv.slice(2),
  ]);
  const counts = testCounts(exitedWell);
  for (const problem of problems) sayProblem(problem);
  if (counts.skipped > 0) console.log(`${counts.skipped} tests were skipped`);
  console.log(`lint, types, build and tests took ${Math.round((Date.now() - started) / 1000)} s`);
  const failedChecks = checks.filter((good) => !good).length;
  const passed = counts.passed + checks.length - failedChecks;
  const failed = counts.failed + failedChecks;
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

main().catch((error) => {
  if (!(error instanceof SetupProblem)) throw error;
  sayProblem(error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
});
