import { parseArgs } from 'node:util';
import { RPCHandler } from '@orpc/server/message-port';
import { AppError } from '@shared/errors';
import packageFile from '../../package.json';
import { portOf } from '../processes/connection';
import { openHostPipe } from '../processes/hostPipe';
import { createEngine, type Engine } from './createEngine';
import { defaultHome } from './workspace';

const { pipe, announce, drained } = openHostPipe();

function start(): Engine {
  const { values } = parseArgs({
    options: { home: { type: 'string' }, jobs: { type: 'string' }, 'must-exist': { type: 'boolean' } },
  });
  return createEngine({
    home: values.home ?? defaultHome(),
    version: packageFile.version,
    programs: import.meta.dirname,
    mustExist: values['must-exist'] ?? false,
    jobs: Math.max(1, Number(values.jobs ?? 1) || 1),
    writable: drained,
  });
}

function serve(engine: Engine): void {
  const handler = new RPCHandler(engine.router);
  pipe.onConnection((connection) => handler.upgrade(portOf(connection)));
  const end = (): void => void engine.close().then(() => process.exit(0));
  pipe.onClose(end);
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
  announce({ type: 'ready' });
}

try {
  serve(start());
} catch (thrown) {
  const error = AppError.from(thrown);
  if (error.code === 'internal') console.error(thrown);
  announce({ type: 'failed', error: error.toData() });
  pipe.end();
  process.exitCode = 1;
}
