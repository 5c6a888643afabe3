import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError, describeError } from '@shared/errors';
import { EngineKeeper } from '../processes/engineKeeper';
import { projectRoot } from '../processes/nodeBinary';
import { onEndSignal } from '../processes/signals';
import { openBrowser } from './openBrowser';
import { startWebServer, type WebServer } from './server';

/** What a browser keeps (the draft, the settings) belongs to the address: it is the same at each start. */
const usualPort = 4747;
/** Where the usual one is taken: the next ones, so that a second workspace has its own as well, then any. */
const defaultPorts = [...Array.from({ length: 10 }, (_, index) => usualPort + index), 0];

const usage = `Serves Layerlab to a browser on this machine.

  --home DIR     folder of the workspace
  --port NUMBER  port to serve on; 0 for any free one. Otherwise ${usualPort}, or the next that is free
  --no-open      do not open the browser`;

interface WebArguments {
  readonly home: string | undefined;
  /** Null where none was asked for. */
  readonly port: number | null;
  readonly open: boolean;
}

function readArguments(): WebArguments {
  const { values } = parseArgs({
    options: {
      home: { type: 'string' },
      port: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const port = values.port === undefined ? null : parsePort(values.port);
  return { home: values.home, port, open: !values['no-open'] && !process.env['CI'] };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new AppError('badArgument', `"${text}" is not a port`, { remedy: 'Give a number from 0 to 65535' });
}

async function main(): Promise<void> {
  const parameters = readArguments();
  let server: WebServer | null = null;
  const engine = new EngineKeeper({
    start: { home: parameters.home, maintenance: 'whereDamaged' },
    onWarning: (warning) => console.error(describeError(warning)),
    onExit(error, restarting) {
      console.error(describeError(error.toData()));
      server?.disconnectAll(error.message);
      if (!restarting) process.exit(1);
      console.error('The engine is started again.');
    },
  });
  server = await startWebServer({
    ports: parameters.port === null ? defaultPorts : [parameters.port],
    folder: join(projectRoot(), 'out', 'renderer'),
    connect: () => engine.connect(),
    developmentOrigin: process.env['LAYERLAB_DEVELOPMENT_ORIGIN'],
  });
  const running = server;
  if (parameters.port === null && running.port !== usualPort)
    console.log(`Port ${usualPort} is taken, perhaps by another Layerlab: this one is on ${running.port}.`);
  onEndSignal(() => void end(running, engine));
  await engine.ready;
  console.log(`Layerlab is at ${server.url}`);
  if (parameters.open && !(await openBrowser(server.url))) console.log('Open this address in a browser.');
  else console.log('Ctrl-C ends it; runs in progress can go on later.');
}

async function end(server: WebServer, engine: EngineKeeper): Promise<never> {
  console.log('\nEnding …');
  await server.close();
  await engine.shutdown();
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(describeError(AppError.from(error).toData()));
  process.exit(1);
});
