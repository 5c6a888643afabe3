import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { createEngineClient } from '../../../src-main/processes/engineClient';
import { FramedPipe } from '../../../src-main/processes/frames';
import { pipeDescriptor } from '../../../src-main/processes/hostPipe';

/** The built engine as a process of its own, reached over its pipe as a host does. */
export function startEngineChild(programs: string, home: string) {
  const child = spawn(process.execPath, [join(programs, 'engine.mjs'), '--home', home], {
    stdio: ['ignore', 'ignore', 'inherit', 'overlapped'],
  });
  const pipe = new FramedPipe(child.stdio[pipeDescriptor] as Duplex);
  const announcement = new Promise<unknown>((resolve) =>
    pipe.control.onMessage((message) => resolve(JSON.parse(String(message)))),
  );
  return {
    child,
    pipe,
    announcement,
    exited: once(child, 'exit').then(([code]) => code as number | null),
    client: createEngineClient(pipe.open()),
    connect: () => createEngineClient(pipe.open()),
  };
}
