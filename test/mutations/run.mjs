/**
 * Puts faults into a copy of the project, one after another, and runs the tests that have to notice each:
 * `npm run mutations` for all, `npm run mutations -- NAME…` for some. Ends with 1 where one is not noticed.
 */
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { prepare } from '../../scripts/prepare.mjs';
import { inRoot, nodeBinary, root } from '../../scripts/setup/places.mjs';
import { endOver } from '../../scripts/setup/report.mjs';

const run = promisify(execFile);

/** The list is TypeScript, which not every Node that starts this can read. */
async function listedMutations() {
  const options = { bundle: true, format: 'esm', platform: 'node', write: false };
  const { outputFiles } = await build({ entryPoints: [inRoot('test', 'mutations', 'index.ts')], ...options });
  const { mutations } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  return mutations;
}

/** The project as it stands, with what was built of it: a mutant never stands in the folder that one works in. */
async function copyTo(folder) {
  const listing = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const { stdout } = await run('git', listing, { cwd: root, maxBuffer: 1 << 26 });
  for (const file of stdout.split('\0').filter((name) => name !== '' && existsSync(inRoot(name)))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(inRoot(file), join(folder, file), { preserveTimestamps: true });
  }
  if (existsSync(inRoot('out')))
    cpSync(inRoot('out'), join(folder, 'out'), { recursive: true, preserveTimestamps: true });
  symlinkSync(inRoot('node_modules'), join(folder, 'node_modules'));
}

/** @returns the name of the first test that failed, null where all passed */
async function failureAmong(tests, folder) {
  const results = join(folder, 'test-results', 'mutation.json');
  rmSync(results, { force: true });
  const files = tests.map((test) => `test/${test}.test.ts`);
  const projects = [...new Set(tests.map((test) => `--project=${test.split('/')[0]}`))];
  const parameters = ['run', ...projects, '--reporter=json', `--outputFile=${results}`, ...files];
  const vitest = join(folder, 'node_modules', 'vitest', 'vitest.mjs');
  const output = await run(nodeBinary, [vitest, ...parameters], { cwd: folder, maxBuffer: 1 << 26 }).catch(
    (error) => error,
  );
  if (!existsSync(results)) throw new Error(`vitest did not run: ${output.stderr}`);
  const { success, testResults } = JSON.parse(readFileSync(results, 'utf8'));
  if (success) return null;
  const failed = testResults
    .flatMap((file) => file.assertionResults)
    .find(({ status }) => status === 'failed');
  const broken = testResults.find(({ status }) => status === 'failed');
  return failed?.fullName ?? `a file that cannot be loaded: ${broken?.message ?? output.stderr}`;
}

/** @returns whether a test noticed the mutation */
async function isKilled({ file, code, mutant, name, breaks, tests }, folder) {
  const path = join(folder, file);
  const original = readFileSync(path, 'utf8');
  if (original.split(code).length !== 2) throw new Error(`${name}: its code does not stand once in ${file}`);
  writeFileSync(
    path,
    original.replace(code, () => mutant),
  );
  const failure = await failureAmong(tests, folder);
  writeFileSync(path, original);
  const outcome = failure === null ? `survived, though ${breaks}` : `killed by “${failure}”`;
  console.log(`${name}: ${outcome}`);
  return failure !== null;
}

async function main() {
  const names = process.argv.slice(2);
  const all = await listedMutations();
  const unknown = names.filter((name) => !all.some((mutation) => mutation.name === name));
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(', ')}. Known are ${all.map(({ name }) => name).join(', ')}.`);
    process.exit(2);
  }
  const chosen = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
  await prepare('test');
  const folder = mkdtempSync(join(tmpdir(), 'layerlab-mutations-'));
  try {
    await copyTo(folder);
    const before = await failureAmong([...new Set(chosen.flatMap(({ tests }) => tests))], folder);
    if (before !== null) throw new Error(`without any mutation, too, a test fails: ${before}`);
    let killed = 0;
    for (const mutation of chosen) killed += (await isKilled(mutation, folder)) ? 1 : 0;
    console.log(`${killed} of ${chosen.length} killed`);
    process.exitCode = killed === chosen.length ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().catch(endOver);
