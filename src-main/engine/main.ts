import { parseArgs } from 'node:util';
import { RPCHandler } from '@orpc/server/message-port';
import { AppError } from '@shared/errors';
import packageFile from '../../package.json';
import { EngineChannel } from '../processes/channel';
import { portOf } from '../processes/connection';
import { createEngine, type Engine } from './createEngine';
import { defaultHome } from './workspace';

const channel = new EngineChannel(process);

/** Milliseconds after which an engine makes room for one on a restored database: its answer goes out before. */
const restartDelay = 300;

function isMaintenance(value: string | undefined): value is 'always' | 'whereDamaged' {
  return value === 'always' || value === 'whereDamaged';
}

function start(): Engine {
  const { values } = parseArgs({
    options: {
      home: { type: 'string' },
      jobs: { type: 'string' },
      'must-exist': { type: 'boolean' },
      maintenance: { type: 'string' },
    },
  });
  const { maintenance } = values;
  return createEngine({
    home: values.home ?? defaultHome(),
    version: packageFile.version,
    programs: import.meta.dirname,
    mustExist: values['must-exist'] ?? false,
    ...(isMaintenance(maintenance) && { maintenance }),
    onRestored: () => setTimeout(() => process.exit(0), restartDelay),
    jobs: Math.max(1, Number(values.jobs ?? 1) || 1),
    writable: () => channel.drained(),
  });
}

function serve(engine: Engine): void {
  const handler = new RPCHandler(engine.router);
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

try {
  serve(start());
} catch (thrown) {
  const error = AppError.from(thrown);
  if (error.code === 'internal') console.error(thrown);
  channel.announce({ type: 'failed', error: error.toData() });
  await channel.drained();
  process.exit(1);
}
