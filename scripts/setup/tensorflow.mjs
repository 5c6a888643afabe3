import { createRequire } from 'node:module';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './command.mjs';
import { download, fetchWheel } from './fetching.mjs';
import { need } from './needs.mjs';
import { cacheFolder, inRoot, nodeBinary } from './places.mjs';
import { say, SetupProblem } from './report.mjs';
import { unzip } from './unzip.mjs';

/** The C library that tfjs-node itself would fetch, by platform and processor. */
const officialSums = {
  'linux-x64': '7f510d2546e3db5e10b1d119463689003d587842892ad3c95bca51cf82820173',
  'linux-arm64': '9395d1ff39f5b6847f5121e679ff4e599dc7061a2a7f87ceac061c78e908e6e3',
  'darwin-x64': '56f83d3320ba0f69aaafd6c058645e1b7fbc75fb9a3fc36d6be98de1291ca226',
  'darwin-arm64': '13ab22b97e2af06e431aaeb7b42fb89981965dd01aa16da035d8210aa4183d79',
};

const wheel = {
  requirement: 'tensorflow-cpu==2.21.0',
  abi: 'cp311',
  platform: 'manylinux_2_27_x86_64',
  sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  bytes: 273_829_956,
};

/** What of the wheel the binding is compiled and run with. */
const wheelParts = [
  'tensorflow/libtensorflow_cc.so.2',
  'tensorflow/libtensorflow_framework.so.2',
  'tensorflow/include/tensorflow/c/',
  'tensorflow/include/tensorflow/core/platform/',
  'tensorflow/include/tsl/platform/',
  'tensorflow/include/xla/tsl/c/',
];

const tfjs = inRoot('node_modules', '@tensorflow', 'tfjs-node');
export const bindingLink = join(tfjs, 'lib', 'napi-v8', 'tfjs_binding.node');
const host = `${process.platform}-${process.arch}`;
const untilThen = 'Until then networks train on the slow reference implementation';

/**
 * Puts TensorFlow's native library and tfjs-node's binding to it in place: from the cache, else from where tfjs-node
 * fetches it, else from the PyPI wheel.
 * @throws SetupProblem where none can be had
 */
export async function prepareTensorflow() {
  if (existsSync(bindingLink) && (await loads(bindingLink)) === null) return;
  const found = fromCache();
  if (found !== null) say(`TensorFlow: taken from ${found.folder}`);
  const library = found ?? (await fetchLibrary());
  await linkBinding(library);
}

function official() {
  return {
    folder: join(cacheFolder(), `libtensorflow-${host}`),
    include: 'include',
    libraries: 'lib',
    pattern: /^libtensorflow(_framework)?\.(2\.)?(so|dylib)$/,
  };
}

function fromWheel() {
  const folder = join(cacheFolder(), 'tensorflow-2.21.0');
  return {
    folder,
    include: 'tensorflow/include',
    libraries: 'tensorflow',
    pattern: /^libtensorflow_(cc|framework)\.so\.2$/,
  };
}

function fromCache() {
  return [official(), fromWheel()].find(({ folder }) => existsSync(folder)) ?? null;
}

async function fetchLibrary() {
  say('TensorFlow: the native library is not here yet');
  const reasons = [];
  const remedies = [];
  for (const [name, fetchIt] of [
    ['the official download', fetchOfficial],
    [`PyPI's ${wheel.requirement}`, fetchFromWheel],
  ]) {
    try {
      return await fetchIt();
    } catch (error) {
      const [reason] = String(error.cause?.message ?? error.message).split('\n');
      say(`  not from ${name}: ${reason}`);
      reasons.push(`${name}: ${reason}`);
      if (error instanceof SetupProblem) remedies.push(error.remedy);
    }
  }
  if (remedies.length === 0) remedies.push('Make one of the two reachable and start again');
  throw new SetupProblem(
    "TensorFlow's native library",
    reasons.join('\n         '),
    [...remedies, untilThen].join('. '),
  );
}

async function fetchOfficial() {
  const sum = officialSums[host];
  if (sum === undefined) throw new Error(`there is none that we know for ${host}`);
  const library = official();
  const archive = join(cacheFolder(), 'libtensorflow.tar.gz');
  await download(officialAddress(), archive, sum, 'libtensorflow');
  await unpackWhole(library.folder, (part) => run('tar', ['-xzf', archive, '-C', part]));
  rmSync(archive);
  return library;
}

/** tfjs-node's own scripts know where its library is; they are asked, so that the address stands in one place. */
function officialAddress() {
  const constants = createRequire(import.meta.url)(join(tfjs, 'scripts', 'deps-constants.js'));
  const storage = new URL(createRequire(import.meta.url)(join(tfjs, 'package.json')).binary.host).origin;
  const builds = {
    'linux-arm64': 'libtensorflow_r2_7_linux_arm64',
    'darwin-arm64': 'libtensorflow_r2_7_darwin_arm64_cpu',
  };
  if (builds[host] !== undefined) return `${storage}/tf-builds/${builds[host]}.tar.gz`;
  return `${storage}/tensorflow/libtensorflow/libtensorflow-cpu-${process.platform}-x86_64-${constants.LIBTENSORFLOW_VERSION}.tar.gz`;
}

async function fetchFromWheel() {
  if (host !== 'linux-x64') throw new Error(`the wheel is for linux-x64, this is ${host}`);
  const library = fromWheel();
  const path = await fetchWheel(wheel, cacheFolder());
  say('  unpacking the libraries (853 MB)');
  const target = (name) => (wheelParts.some((part) => name.startsWith(part)) ? name : null);
  await unpackWhole(library.folder, (part) => unzip(path, part, target, 'TensorFlow 2.21.0'));
  rmSync(dirname(path), { recursive: true });
  return library;
}

/** Fills a folder under a temporary name; the folder is there whole or not at all. */
async function unpackWhole(folder, fill) {
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  await fill(part);
  renameSync(part, folder);
}

async function linkBinding(library) {
  const binding = join(library.folder, 'binding', 'tfjs_binding.node');
  if (!existsSync(binding)) await compileBinding(library, binding);
  const problem = await loads(binding);
  if (problem !== null) {
    throw new SetupProblem("tfjs-node's binding", problem, `Remove ${library.folder} and start again`);
  }
  if (isLinkTo(bindingLink, binding)) return;
  mkdirSync(dirname(bindingLink), { recursive: true });
  rmSync(bindingLink, { force: true });
  symlinkSync(binding, bindingLink);
}

function isLinkTo(link, target) {
  return existsSync(link) && lstatSync(link).isSymbolicLink() && readlinkSync(link) === target;
}

async function compileBinding(library, binding) {
  const compiler = await need('compiler', "compiles tfjs-node's binding");
  say("  compiling tfjs-node's binding (some ten seconds) …");
  mkdirSync(dirname(binding), { recursive: true });
  const libraries = join(library.folder, library.libraries);
  const sources = readdirSync(join(tfjs, 'binding')).filter((name) => name.endsWith('.cc'));
  const part = `${binding}.part`;
  const includes = [
    tfjs,
    join(library.folder, library.include),
    inRoot('node_modules', 'node-api-headers', 'include'),
  ];
  const own = process.platform === 'darwin' ? '@loader_path' : '$ORIGIN';
  try {
    await run(compiler, [
      ...['-O2', '-std=c++17', '-fPIC', '-shared', '-DNAPI_VERSION=8'],
      ...(process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : []),
      ...includes.flatMap((folder) => ['-I', folder]),
      ...sources.map((name) => join(tfjs, 'binding', name)),
      ...['-o', part],
      ...readdirSync(libraries)
        .filter((name) => library.pattern.test(name))
        .map((name) => join(libraries, name)),
      `-Wl,-rpath,${own}/../${library.libraries}`,
    ]);
  } catch (error) {
    throw new SetupProblem(
      "tfjs-node's binding",
      error.message,
      `See that ${compiler} compiles C++17, or remove ${library.folder} to fetch it anew, and start again. ${untilThen}`,
    );
  }
  renameSync(part, binding);
}

/** Null where the project's Node loads the binding, else why not. */
async function loads(binding) {
  const program = 'console.log(require(process.argv[1]).TF_Version)';
  try {
    await run(nodeBinary, ['-e', program, binding], { env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' } });
    return null;
  } catch (error) {
    return error.message;
  }
}
