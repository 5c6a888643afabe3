import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '@shared/errors';

/** The names under which this machine may be addressed; any other is a name somebody else bound to this address. */
export function hasOwnHost({ headers }: IncomingMessage, port: number): boolean {
  return [`127.0.0.1:${port}`, `localhost:${port}`].includes(headers.host ?? '');
}

/** Browsers send the origin of the page that asks, where it may be another; what sends none is no other page. */
export function hasOwnOrigin({ headers }: IncomingMessage, port: number, other?: string): boolean {
  const { origin } = headers;
  if (origin === undefined) return true;
  return [`http://127.0.0.1:${port}`, `http://localhost:${port}`, other].includes(origin);
}

/**
 * Listens on the loopback address alone.
 * @param ports the first of these that is free; 0 is any
 * @throws AppError where all are taken
 */
export async function listenOnFirstFree(server: Server, ports: readonly number[]): Promise<number> {
  for (const port of ports) {
    try {
      return await listen(server, port);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      // Windows keeps some ports for itself and calls that a lack of permission.
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw new AppError('badArgument', message);
    }
  }
  throw new AppError('badArgument', `Port ${ports.join(', ')} is taken by another program`, {
    remedy: 'Choose another port with --port, or leave it out',
  });
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
