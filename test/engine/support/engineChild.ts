import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { EngineChannel } from '../../../src-main/processes/channel';
import { createEngineClient } from '../../../src-main/processes/engineClient';

/** The built engine as a process of its own, reached over its channel as a host does. */
export function startEngineChild(programs: string, home: string) {
  const child = spawn(process.execPath, [join(programs, 'engine.mjs')], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const channel = new EngineChannel(child);
  channel.start({ home });
  const announcement = new Promise<unknown>((resolve) => channel.onAnnouncement(resolve));
  return {
    child,
    channel,
    announcement,
    exited: once(child, 'exit').then(([code]) => code as number | null),
    client: createEngineClient(channel.open()),
    connect: () => createEngineClient(channel.open()),
  };
}
