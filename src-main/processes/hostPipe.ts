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
} {
  const pipe = new FramedPipe(new Socket({ fd: pipeDescriptor, readable: true, writable: true }));
  return { pipe, announce: (announcement) => pipe.control.send(JSON.stringify(announcement)) };
}
