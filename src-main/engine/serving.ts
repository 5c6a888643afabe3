import { RPCHandler } from '@orpc/server/message-port';
import { engineSerializers } from '@shared/contract/serializers';
import { AppError } from '@shared/errors';
import packageFile from '../../package.json';
import { EngineChannel, type EngineStart } from '../processes/channel';
import { portOf } from '../processes/connection';
import { createEngine, type Engine, type EngineSettings } from './createEngine';
import { defaultHome } from './workspace';

/** Milliseconds after which an engine makes room for one on a restored database: its answer goes out before. */
const restartDelay = 300;

type Loaded = Pick<EngineSettings, 'programs' | 'inference'>;

function open(channel: EngineChannel, { home, ...start }: EngineStart, loaded: Loaded): Engine {
  return createEngine({
    ...loaded,
    ...start,
    home: home ?? defaultHome(),
    version: packageFile.version,
    onRestored: () => setTimeout(() => process.exit(0), restartDelay),
    writable: () => channel.drained(),
  });
}

function serve(channel: EngineChannel, engine: Engine): void {
  const handler = new RPCHandler(engine.router, { customJsonSerializers: engineSerializers });
  channel.onConnection((connection) => handler.upgrade(portOf(connection)));
  const end = (): void => void engine.close().then(() => process.exit(0));
  channel.onClose(end);
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.on('unhandledRejection', (reason) =>
    engine.log.error({ err: reason }, 'a rejection nobody handled'),
  );
  process.on('uncaughtException', (error) => {
    engine.log.fatal({ err: error }, 'the engine cannot go on');
    console.error(error);
    void engine.close().finally(() => process.exit(1));
  });
  channel.announce({ type: 'ready', warnings: engine.warnings });
}

async function start(channel: EngineChannel, open: () => Engine): Promise<void> {
  try {
    serve(channel, open());
  } catch (thrown) {
    const error = AppError.from(thrown);
    if (error.code === 'internal') console.error(thrown);
    channel.announce({ type: 'failed', error: error.toData() });
    await channel.drained();
    process.exit(1);
  }
}

/** Opens what the host says, and serves it until the host ends it. */
export function serveHost(loaded: Loaded): void {
  const channel = new EngineChannel(process);
  let hasStarted = false;
  channel.onStart((given) => {
    hasStarted = true;
    void start(channel, () => open(channel, given, loaded));
  });
  channel.onClose(() => {
    if (!hasStarted) process.exit(0);
  });
}
