import { spawn, spawnSync } from 'node:child_process';
import { say, SetupProblem } from './report.mjs';

/** Whether a program of this name is on the path. */
export function isInstalled(program) {
  const finder = process.platform === 'win32' ? 'where' : 'which';
  return spawnSync(finder, [program], { stdio: 'ignore' }).status === 0;
}

/** Runs a program; its output is shown only if it fails. */
export function run(program, parameters, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    const keep = (data) => (output = (output + data).slice(-4000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else
        reject(
          new Error(
            `${program} ended with exit code ${code}: ${output.trim().split('\n').slice(-20).join('\n')}`,
          ),
        );
    });
  });
}

export const isRoot = () => process.getuid?.() === 0;

let listsUpdated = false;

/**
 * Installs Debian packages where we are root.
 * @throws SetupProblem where that is not possible here
 */
export async function aptInstall(what, packages) {
  const command = `apt-get install -y ${packages.join(' ')}`;
  if (!isInstalled('apt-get'))
    throw new SetupProblem(what, 'it is not installed', `Install it (on Debian: ${command}) and start again`);
  if (!isRoot())
    throw new SetupProblem(
      what,
      'it is not installed and only root may install it',
      `Run "sudo ${command}" and start again`,
    );
  say(`  installing ${packages.join(', ')} with apt-get …`);
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  try {
    if (!listsUpdated) await run('apt-get', ['update', '-q'], options);
    listsUpdated = true;
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], options);
  } catch (error) {
    throw new SetupProblem(what, error.message, `See that "${command}" succeeds, and start again`);
  }
}
