import { aptInstall, isInstalled, run } from './command.mjs';
import { SetupProblem } from './report.mjs';

const compiler = process.platform === 'darwin' ? 'clang++' : 'g++';

/**
 * What the set-up needs of the system. A program may be there without the part of it that is needed (Debian's python3
 * has neither pip nor venv), so each is tried out, and says in which packages Debian has it.
 */
const needs = {
  pip: {
    title: 'pip for Python 3',
    program: 'python3',
    trial: ['-m', 'pip', '--version'],
    packages: ['python3', 'python3-pip'],
  },
  venv: {
    title: 'venv for Python 3',
    program: 'python3',
    trial: ['-c', 'import ensurepip, venv'],
    packages: ['python3', 'python3-venv'],
  },
  compiler: {
    title: `The C++ compiler ${compiler}`,
    program: compiler,
    trial: ['--version'],
    packages: ['g++'],
  },
};

/**
 * Sees to it that something of the system is there, and installs it where that is possible.
 * @param name {keyof typeof needs}
 * @param purpose what it is for: `fetches TensorFlow`
 * @returns the program to run
 * @throws SetupProblem with the packages that lack
 */
export async function need(name, purpose) {
  const { title, program, trial, packages } = needs[name];
  if (await works(program, trial)) return program;
  const what = `${title}, which ${purpose},`;
  if (process.platform === 'darwin') {
    throw new SetupProblem(what, 'it is not installed', 'Run "xcode-select --install" and start again');
  }
  await aptInstall(what, packages);
  if (await works(program, trial)) return program;
  throw new SetupProblem(
    what,
    `it was installed, but the ${program} that comes first on the PATH has none`,
    `Put the system's own ${program} first on the PATH and start again`,
  );
}

async function works(program, trial) {
  if (!isInstalled(program)) return false;
  return run(program, trial).then(
    () => true,
    () => false,
  );
}
