import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What a request must show before it is served: pages elsewhere in the browser must not reach the engine. */
export interface Guard {
  readonly port: number;
  /** Drawn at each start; stands in the address that is opened. */
  readonly token: string;
  /** Origin of the development server, where the page comes from there. */
  readonly developmentOrigin?: string | undefined;
}

/** The names under which this machine may be addressed; any other is a name somebody else bound to this address. */
export function hasOwnHost(request: IncomingMessage, guard: Guard): boolean {
  return [`127.0.0.1:${guard.port}`, `localhost:${guard.port}`].includes(request.headers.host ?? '');
}

/** Browsers always send the origin with a WebSocket; what sends none is no browser and has to know the token. */
export function hasOwnOrigin(request: IncomingMessage, guard: Guard): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return true;
  const own = [`http://127.0.0.1:${guard.port}`, `http://localhost:${guard.port}`];
  return own.includes(origin) || origin === guard.developmentOrigin;
}

export function hasToken(url: URL, guard: Guard): boolean {
  const given = url.searchParams.get('token') ?? '';
  const [a, b] = [Buffer.from(given), Buffer.from(guard.token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
