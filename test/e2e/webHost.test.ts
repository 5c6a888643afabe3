import { spawn } from 'node:child_process';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  builtProgram,
  openInBrowser,
  startWebHost,
  temporaryHome,
  type BrowserApp,
  type WebHost,
} from './support/harness';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

/** A request with the path and headers exactly as given, which no browser would send. */
function ask(url: URL, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((done, fail) => {
    const asked = request({ host: url.hostname, port: url.port, path, headers }, (response) => {
      response.resume();
      response.once('end', () => done({ status: response.statusCode ?? 0, headers: response.headers }));
    });
    asked.once('error', fail);
    asked.end();
  });
}

/** The status line that answers an upgrade to any path, which a page of any origin can ask for. */
function upgradeAt(url: URL, path: string): Promise<string> {
  return new Promise((done, fail) => {
    let answer = '';
    const socket = connect(Number(url.port), url.hostname, () =>
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${url.host}\r\nOrigin: https://example.org\r\nConnection: Upgrade\r\n` +
          'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
      ),
    );
    socket.on('data', (data) => (answer += data.toString()));
    socket.once('close', () => done(answer.split('\r\n')[0] ?? ''));
    socket.once('error', fail);
  });
}

/** Tries to open the way to the engine: `open`, or the status it was refused with. */
function openEngine(url: URL, token: string, headers: Record<string, string> = {}): Promise<'open' | number> {
  const socket = new WebSocket(`ws://${url.host}/engine?token=${token}`, { headers });
  return new Promise((done, fail) => {
    socket.once('open', () => {
      socket.close();
      done('open');
    });
    socket.once('unexpected-response', (_request, response) => {
      socket.terminate();
      done(response.statusCode ?? 0);
    });
    // Terminating a socket that was refused is reported as an error as well.
    socket.on('error', (error) => {
      if (socket.readyState === WebSocket.CONNECTING) fail(error);
    });
  });
}

describe('the web host', () => {
  let host: WebHost;
  let url: URL;
  let token: string;
  beforeAll(async () => {
    host = await startWebHost();
    url = new URL(host.url);
    token = url.searchParams.get('token') ?? '';
  });
  afterAll(() => host.close());

  it('listens on the loopback address alone', () => {
    expect(url.hostname).toBe('127.0.0.1');
  });

  it('opens the engine to a page of its own that knows the token', async () => {
    expect(await openEngine(url, token, { origin: url.origin })).toBe('open');
  });

  it('refuses a wrong or missing token', async () => {
    expect(token.length).toBeGreaterThanOrEqual(32);
    expect(await openEngine(url, `${token.slice(0, -1)}~`, { origin: url.origin })).toBe(401);
    expect(await openEngine(url, '', { origin: url.origin })).toBe(401);
  });

  it('refuses a page of another origin, even with the token', async () => {
    expect(await openEngine(url, token, { origin: 'https://example.org' })).toBe(403);
    expect(await openEngine(url, token, { origin: 'null' })).toBe(403);
    expect(await openEngine(url, token, { origin: `http://127.0.0.1:${Number(url.port) + 1}` })).toBe(403);
  });

  it('refuses a host name that somebody else has bound to this address', async () => {
    expect(await openEngine(url, token, { host: `rebound.example:${url.port}` })).toBe(403);
    expect((await ask(url, '/', { host: `rebound.example:${url.port}` })).status).toBe(403);
  });

  it('refuses a path that is no address, and lives on', async () => {
    for (const path of ['//', 'http://', '//engine:port'])
      expect(await upgradeAt(url, path), path).toBe('HTTP/1.1 400 Bad Request');
    expect((await ask(url, '//')).status).toBe(404);
    expect(await openEngine(url, token, { origin: url.origin })).toBe('open');
  });

  it('serves nothing outside the interface’s folder', async () => {
    for (const path of [
      '/../main/web.mjs',
      '/..%2fmain%2fweb.mjs',
      '/%2e%2e/main/web.mjs',
      '/assets/../../../package.json',
      '/%zz',
    ]) {
      expect((await ask(url, path)).status, path).toBe(404);
    }
  });

  it('lets the page run no scripts but its own', async () => {
    const { headers } = await ask(url, '/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});

describe('the web host’s address', () => {
  it('is on a port that is the same at each start, or the next where that is taken', async () => {
    const usual = 4747;
    // Where somebody else has taken it already, that is just as well.
    const other = createServer();
    await new Promise((done) => other.once('listening', done).once('error', done).listen(usual, '127.0.0.1'));
    const { home, remove } = temporaryHome();
    const host = spawn(process.execPath, [builtProgram('web'), '--home', home, '--no-open'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((done) => host.once('close', done));
    let output = '';
    await new Promise<void>((done) =>
      host.stdout.on('data', (data: Buffer) => {
        output += data.toString();
        if (output.includes('Layerlab is at')) done();
      }),
    );
    host.kill('SIGTERM');
    await ended;
    other.close();
    remove();
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(output)?.[1]);
    expect(port).toBeGreaterThan(usual);
    expect(port).toBeLessThan(usual + 10);
    expect(output).toContain(`Port ${usual} is taken`);
  });
});

describe('Layerlab in a browser', () => {
  let app: BrowserApp;
  beforeAll(async () => {
    app = await openInBrowser();
  });
  afterAll(() => app.close());

  it('opens on an experiment and reaches its engine', async () => {
    await app.page.getByText('TensorFlow 2').first().waitFor();
    expect(app.pageErrors).toEqual([]);
  });

  it('takes the token out of the address, and still has it after a reload', async () => {
    expect(app.page.url()).not.toContain('token');
    await app.page.reload();
    await app.page.getByText('TensorFlow 2').first().waitFor();
  });

  it('ends in good order on Ctrl-C', async () => {
    const ended = new Promise<number | null>((done) => app.process.once('close', done));
    app.process.kill('SIGINT');
    expect(await ended).toBe(0);
    const { hostname, port } = new URL(app.url);
    const refused = new Promise<string | undefined>((done) =>
      connect(Number(port), hostname).once('error', (error: NodeJS.ErrnoException) => done(error.code)),
    );
    expect(await refused).toBe('ECONNREFUSED');
  });
});
