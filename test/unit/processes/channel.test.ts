import { fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, stop } from 'esbuild';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EngineChannel } from '../../../src-main/processes/channel';
import type { Connection } from '../../../src-main/processes/connection';
import { endOf, type ProcessEnd } from '../../../src-main/processes/ending';

type Message = string | Uint8Array;

function collect(connection: Connection, count: number): Promise<Message[]> {
  const messages: Message[] = [];
  if (count === 0) return Promise.resolve(messages);
  return new Promise((done) => {
    connection.onMessage((message) => {
      messages.push(message);
      if (messages.length === count) done(messages);
    });
  });
}

async function ask(connection: Connection, message: string): Promise<Message | undefined> {
  const answer = collect(connection, 1);
  connection.send(message);
  return (await answer)[0];
}

describe('the channel between a host and its engine', () => {
  const program = join(mkdtempSync(join(tmpdir(), 'echo-')), 'echoEngine.mjs');
  let child: ChildProcess;
  let host: EngineChannel;
  let ended: Promise<ProcessEnd>;
  beforeAll(async () => {
    const entryPoints = [resolve('test/unit/processes/echoEngine.ts')];
    await build({ entryPoints, outfile: program, bundle: true, platform: 'node', format: 'esm' });
    await stop();
  });
  beforeEach(() => {
    child = fork(program, [], { serialization: 'advanced', execArgv: [] });
    host = new EngineChannel(child);
    ended = endOf(child);
  });
  afterEach(async () => {
    child.kill('SIGKILL');
    await ended;
  });

  it('brings messages whole and in order, text and bytes', async () => {
    const message = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom('x'.repeat(300_000), 'ж'.repeat(300_000), new Uint8Array(300_000).fill(7)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 12 }), async (messages) => {
        const connection = host.open();
        const answers = collect(connection, messages.length);
        for (const sent of messages) connection.send(sent);
        expect((await answers).map(plain)).toEqual(messages);
        connection.close();
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it('keeps connections apart', async () => {
    const [first, second] = [host.open(), host.open()];
    const answers = Promise.all([collect(first, 1), collect(second, 2)]);
    second.send('b');
    first.send('a');
    second.send('c');
    expect(await answers).toEqual([['a'], ['b', 'c']]);
  });

  it('keeps messages that come before anybody listens', async () => {
    const [quiet, other] = [host.open(), host.open()];
    quiet.send('early');
    await ask(other, 'the answer to what was sent before is here by now');
    expect(await collect(quiet, 1)).toEqual(['early']);
  });

  it('tells the other end when a connection closes, once', async () => {
    const [first, second] = [host.open(), host.open()];
    first.close();
    first.close();
    expect(await ask(second, 'how many have closed?')).toBe('1');
  });

  it('brings what the engine says of itself', async () => {
    expect(await new Promise((done) => host.onAnnouncement(done))).toEqual({ type: 'ready', warnings: [] });
  });

  it('closes every connection when the other end is gone', async () => {
    const connection = host.open();
    await ask(connection, 'it is there');
    const gone = Promise.all([connection, host].map((end) => new Promise<void>((done) => end.onClose(done))));
    child.kill('SIGKILL');
    await gone;
    expect(() => connection.send('into the void')).not.toThrow();
    await host.drained();
    host.end();
    expect((await ended).signal).toBe('SIGKILL');
  });

  it.runIf(process.platform !== 'win32')('is drained once the other end takes what was sent', async () => {
    const connection = host.open();
    await ask(connection, 'it is there');
    child.kill('SIGSTOP');
    let isDrained = false;
    connection.send(new Uint8Array(30_000_000));
    const drained = host.drained().then(() => (isDrained = true));
    for (let turn = 0; turn < 50; turn += 1) await new Promise((done) => setImmediate(done));
    expect(isDrained).toBe(false);
    child.kill('SIGCONT');
    await drained;
  });

  it('ends the other end, which has got all that was sent before, also while that sends', async () => {
    const connection = host.open();
    for (let message = 0; message < 10; message += 1) connection.send(new Uint8Array(1_000_000));
    host.end();
    expect(await ended).toEqual({ code: 10, signal: null, failure: null });
  });
});

describe('the end of a process', () => {
  it('is told also where we closed the channel in the middle of a message', async () => {
    const program = `
      process.on('message', () => {
        process.send(new Uint8Array(30_000_000));
        process.stdout.write('sending');
      });`;
    const child = spawn(process.execPath, ['-e', program], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    const ended = endOf(child);
    child.send('give');
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    child.disconnect();
    child.kill('SIGKILL');
    expect(await ended).toMatchObject({ failure: null });
  });
});

/** Bytes without the class that carries them. */
function plain(message: Message): Message {
  return typeof message === 'string' ? message : Uint8Array.from(message);
}
