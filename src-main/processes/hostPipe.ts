import { Socket } from 'node:net';
import { FramedPipe } from './frames';
import type { AppErrorData } from '@shared/errors';

/** File descriptor of the pipe between a host and its engine. */
export const pipeDescriptor = 3;

/** What the engine tells its host on the control channel, as JSON. */
export type EngineAnnouncement =
  | { readonly type: 'ready' }
  /** The engine cannot start (for example a database that is too new) and is about to exit. */
  | { readonly type: 'failed'; readonly error: AppErrorData };

/**
 * The engine's end of the pipe to the host that started it. When `onClose` is called the host has asked the engine to
 * end, or is gone: end the jobs with their checkpoints and exit. There is no other shutdown signal.
 */
export function openHostPipe(): {
  readonly pipe: FramedPipe;
  announce(announcement: EngineAnnouncement): void;
  /** Resolves when the host has taken what was written: streams wait for it, so that nothing piles up here. */
  drained(): Promise<void>;
} {
  const socket = new Socket({ fd: pipeDescriptor, readable: true, writable: true });
  const pipe = new FramedPipe(socket);
  return {
    pipe,
    announce: (announcement) => pipe.control.send(JSON.stringify(announcement)),
    drained: () => drained(socket),
  };
}

function drained(socket: Socket): Promise<void> {
  if (!socket.writableNeedDrain || socket.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.on('drain', done);
    socket.on('close', done);
  });
}
