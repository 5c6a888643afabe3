import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Connection } from '../../../src-main/processes/connection';
import { startWebServer, type WebServer } from '../../../src-main/web/server';

/** An engine that is there and says nothing; a real one is behind the tests of the whole web host. */
const silentEngine: Connection = {
  send: () => undefined,
  close: () => undefined,
  onMessage: () => undefined,
  onClose: () => undefined,
};

const folder = mkdtempSync(join(tmpdir(), 'layerlab-test-'));
writeFileSync(join(folder, 'index.html'), 'the page');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the web server', () => {
  let server: WebServer;
  afterEach(() => server.close());

  it('tells a page why the engine is gone, as much of it as fits, in any script', async () => {
    server = await startWebServer({ ports: [0], folder, connect: () => silentEngine });
    const page = new WebSocket(server.url.replace('http', 'ws').replace('/?', '/engine?'));
    await new Promise((done) => page.once('open', done));
    const closed = new Promise<readonly [number, string]>((done) =>
      page.once('close', (code, reason) => done([code, reason.toString()])),
    );
    server.disconnectAll(`x${'ошибка'.repeat(30)}`);
    // 123 bytes are one of "x" and 61 characters of two bytes.
    expect(await closed).toEqual([1011, `x${'ошибка'.repeat(10)}о`]);
  });

  it('takes the first port that is free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => other.once('listening', done));
    const { port } = other.address() as AddressInfo;
    const start = (ports: readonly number[]) =>
      startWebServer({ ports, folder, connect: () => silentEngine });
    await expect(start([port])).rejects.toMatchObject({ code: 'badArgument' });
    server = await start([port, port, 0]);
    expect(server.port).not.toBe(port);
    expect((await fetch(`http://127.0.0.1:${server.port}/`)).status).toBe(200);
    await new Promise((done) => other.close(done));
  });

  it.runIf(process.platform === 'linux')('survives a file that cannot be read to its end', async () => {
    // Where the process has mapped nothing, reading its memory fails as a disk would.
    server = await startWebServer({ ports: [0], folder: '/proc/self', connect: () => silentEngine });
    await fetch(`http://127.0.0.1:${server.port}/mem`).catch(() => undefined);
    expect((await fetch(`http://127.0.0.1:${server.port}/cmdline`)).status).toBe(200);
  });
});
