import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src-main/processes/connection';
import { FramedPipe } from '../../../src-main/processes/frames';

/** Two streams, each giving what is written to the other, cut into pieces of the given size. */
function pipePair(pieceBytes: number): [Duplex, Duplex] {
  const make = (other: () => Duplex): Duplex =>
    new Duplex({
      read() {},
      write(chunk: Buffer, _encoding, done) {
        for (let at = 0; at < chunk.length; at += pieceBytes)
          other().push(chunk.subarray(at, at + pieceBytes));
        done();
      },
      final(done) {
        other().push(null);
        done();
      },
    });
  const first: Duplex = make(() => second);
  const second: Duplex = make(() => first);
  return [first, second];
}

/** A host's pipe and its engine's, where the engine sends every message back. */
function withEcho(pieceBytes = 7): { host: FramedPipe; engine: FramedPipe } {
  const [a, b] = pipePair(pieceBytes);
  const engine = new FramedPipe(b);
  engine.onConnection((connection) => connection.onMessage((message) => connection.send(message)));
  return { host: new FramedPipe(a), engine };
}

function collect(connection: Connection, count: number): Promise<(string | Uint8Array)[]> {
  const messages: (string | Uint8Array)[] = [];
  if (count === 0) return Promise.resolve(messages);
  return new Promise((done) => {
    connection.onMessage((message) => {
      messages.push(message);
      if (messages.length === count) done(messages);
    });
  });
}

describe('a framed pipe', () => {
  it('brings messages whole and in order, however the bytes are cut', async () => {
    const message = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.uint8Array({ maxLength: 40 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { maxLength: 12 }),
        fc.integer({ min: 1, max: 64 }),
        async (messages, piece) => {
          const connection = withEcho(piece).host.open();
          const answers = collect(connection, messages.length);
          for (const sent of messages) connection.send(sent);
          expect(await answers).toEqual(messages);
        },
      ),
      { numRuns: 100, seed: 1 },
    );
  });

  it('keeps connections apart', async () => {
    const { host } = withEcho();
    const [first, second] = [host.open(), host.open()];
    const answers = Promise.all([collect(first, 1), collect(second, 2)]);
    second.send('b');
    first.send('a');
    second.send('c');
    expect(await answers).toEqual([['a'], ['b', 'c']]);
  });

  it('keeps messages that come before anybody listens', async () => {
    const { host, engine } = withEcho();
    engine.control.send('early');
    await new Promise((done) => setImmediate(done));
    expect(await collect(host.control, 1)).toEqual(['early']);
  });

  it('tells the other end when a connection closes, once', async () => {
    const [a, b] = pipePair(1000);
    const [host, engine] = [new FramedPipe(a), new FramedPipe(b)];
    let closed = 0;
    const heard = new Promise<void>((done) =>
      engine.onConnection((connection) =>
        connection.onClose(() => {
          closed += 1;
          done();
        }),
      ),
    );
    const connection = host.open();
    connection.close();
    connection.close();
    await heard;
    expect(closed).toBe(1);
  });

  it('closes every connection when the other end is gone', async () => {
    const { host, engine } = withEcho();
    const connection = host.open();
    const gone = new Promise<void>((done) => connection.onClose(done));
    engine.end();
    await gone;
    expect(() => connection.send('into the void')).not.toThrow();
  });

  it('ends a pipe on which something else than frames arrives', async () => {
    const [a, b] = pipePair(1000);
    const pipe = new FramedPipe(b);
    const gone = new Promise<void>((done) => pipe.onClose(done));
    a.write(Buffer.alloc(9, 0xff));
    await gone;
    expect(b.destroyed).toBe(true);
  });
});
