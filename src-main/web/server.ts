import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Connection } from '../processes/connection';
import { hasOwnHost, hasOwnOrigin, listenOnFirstFree } from '../processes/serving/loopback';
import { hasToken, type Guard } from './guards';
import { answer, serveFile } from './staticFiles';

export interface WebServerOptions {
  /** The first of these that is free; 0 is any. */
  readonly ports: readonly number[];
  /** Folder of the built interface. */
  readonly folder: string;
  /** Opens a connection to the engine for each page. */
  readonly connect: () => Connection;
  readonly developmentOrigin?: string | undefined;
}

export interface WebServer {
  /** The address to open, with the token. */
  readonly url: string;
  readonly port: number;
  /** Tells every page why the engine is gone; they connect again by themselves. */
  disconnectAll(reason: string): void;
  close(): Promise<void>;
}

/** Larger than any message: an export's bytes in base64. */
const largestMessage = 1 << 30;
/** What a WebSocket's closing reason may have, in bytes of UTF-8. */
const longestReason = 123;
const engineGone = 1011;

/** Serves the interface and the way to the engine on the loopback address. @throws AppError where all ports are taken */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer();
  const port = await listenOnFirstFree(server, options.ports);
  const guard: Guard = { port, token, developmentOrigin: options.developmentOrigin };
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: largestMessage,
  });

  server.on('request', (request, response) => {
    if (!hasOwnHost(request, port)) return answer(response, 403, 'This host name is not served');
    serveFile(options.folder, request, response).catch(() => response.destroy());
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refused = refusal(request, guard);
    if (refused !== null) {
      socket.end(`HTTP/1.1 ${refused}\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (page) => pipe(page, options.connect()));
  });

  return {
    url: `${options.developmentOrigin ?? `http://127.0.0.1:${port}`}/?token=${token}`,
    port,
    disconnectAll(reason) {
      for (const page of sockets.clients) page.close(engineGone, cutToBytes(reason, longestReason));
    },
    async close() {
      for (const page of sockets.clients) page.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refusal(request: IncomingMessage, guard: Guard): string | null {
  // Any page may send any path, also one that is no address, such as `//`.
  const url = URL.parse(request.url ?? '/', 'http://localhost');
  if (url === null) return '400 Bad Request';
  if (url.pathname !== '/engine') return '404 Not Found';
  if (!hasOwnHost(request, guard.port) && guard.developmentOrigin === undefined) return '403 Forbidden';
  if (!hasOwnOrigin(request, guard.port, guard.developmentOrigin)) return '403 Forbidden';
  return hasToken(url, guard) ? null : '401 Unauthorized';
}

/** The longest beginning of a text that fits, whole characters alone. */
function cutToBytes(text: string, bytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes));
  return text.slice(0, read);
}

function pipe(page: WebSocket, connection: Connection): void {
  page.on('message', (data: Buffer, isBinary) => connection.send(isBinary ? data : data.toString('utf8')));
  page.on('close', () => connection.close());
  page.on('error', () => page.terminate());
  connection.onMessage((message) => page.send(message));
  connection.onClose(() => page.close(engineGone));
}
