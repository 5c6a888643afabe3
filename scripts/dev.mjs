/**
 * Layerlab with hot reload: in Electron where its binary and a display are there, else in the browser. There the page
 * comes from Vite, and the host with its engine is built and started again when their sources change.
 */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { build } from './build.mjs';
import { prepare } from './prepare.mjs';
import { currentElectron, hasDisplay, inRoot, nodeBinary, root } from './setup/places.mjs';
import { endOver, say, sayProblem } from './setup/report.mjs';

const parameters = process.argv.slice(2);
/** Saving several files is one change, in milliseconds. */
const settleTime = 300;

async function developDesktop() {
  const electronVite = inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const child = spawn(nodeBinary, [electronVite, 'dev', '--watch', '--', ...parameters], {
    cwd: root,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('close', (code) => process.exit(code ?? 1));
}

async function developWeb() {
  const { createServer } = await import('vite');
  const { default: vue } = await import('@vitejs/plugin-vue');
  await build();
  const port = 5373;
  const pagePort = 5374;
  const page = await createServer({
    configFile: false,
    root: inRoot('src-renderer'),
    resolve: { alias: { '@shared': inRoot('src-shared') } },
    plugins: [vue()],
    server: {
      port: pagePort,
      strictPort: true,
      host: '127.0.0.1',
      proxy: { '/engine': { target: `ws://127.0.0.1:${port}`, ws: true } },
    },
  });
  await page.listen();
  let host = startHost(port, pagePort, parameters);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => host.kill(signal));
  onChange(['src-main', 'src-shared'], async () => {
    try {
      await build();
    } catch (error) {
      return sayProblem(error);
    }
    host.removeAllListeners('close');
    host.once('close', () => (host = startHost(port, pagePort, [...parameters, '--no-open'])));
    host.kill('SIGTERM');
  });
}

function startHost(port, pagePort, more) {
  const host = spawn(nodeBinary, [inRoot('out', 'main', 'web.mjs'), '--port', String(port), ...more], {
    stdio: 'inherit',
    env: { ...process.env, LAYERLAB_DEVELOPMENT_ORIGIN: `http://127.0.0.1:${pagePort}` },
  });
  host.once('close', (code) => process.exit(code ?? 1));
  return host;
}

function onChange(folders, react) {
  let timer;
  let running = Promise.resolve();
  for (const folder of folders) {
    watch(inRoot(folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => (running = running.then(react)), settleTime);
    });
  }
}

try {
  await prepare('dev');
  if (currentElectron() !== null && hasDisplay()) await developDesktop();
  else {
    say('Developing in the browser: there is no Electron binary or no display.');
    await developWeb();
  }
} catch (error) {
  endOver(error);
}
