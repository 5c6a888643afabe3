import type { Duplex } from 'node:stream';
import type { Connection } from './connection';

/**
 * Many connections over one duplex pipe. A frame is a header of nine bytes, little-endian (u32 bytes of payload,
 * u32 connection, u8 kind), then the payload. Connection 0 is the control channel of the two processes and is
 * always open; the host numbers the others from 1.
 */
const headerBytes = 9;
const kinds = { open: 0, text: 1, binary: 2, close: 3 } as const;
const controlConnection = 0;
/** More than any message; a larger length means that the pipe carries something else. */
const largestPayload = 1 << 30;

interface FrameHeader {
  readonly length: number;
  readonly id: number;
  readonly kind: number;
}

/** One end of a framed pipe. The host opens connections, the engine accepts them. */
export class FramedPipe {
  /** Messages between the processes themselves. */
  readonly control: Connection;
  private readonly connections = new Map<number, PipeConnection>();
  private readonly closeListeners: (() => void)[] = [];
  private connectionListener: ((connection: Connection) => void) | null = null;
  private nextConnection = controlConnection + 1;
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  private header: FrameHeader | null = null;
  private closed = false;

  constructor(private readonly stream: Duplex) {
    this.control = this.add(controlConnection);
    stream.on('data', (chunk: Buffer) => this.receive(chunk));
    // What is written to a process that has just died fails with EPIPE; the close that follows says all there is.
    stream.on('error', () => this.finish());
    stream.on('end', () => this.finish());
    stream.on('close', () => this.finish());
  }

  /** Opens a connection to the other end. */
  open(): Connection {
    const id = this.nextConnection++;
    this.write(id, kinds.open, Buffer.alloc(0));
    return this.add(id);
  }

  /** Hears of each connection that the other end opens. */
  onConnection(listener: (connection: Connection) => void): void {
    this.connectionListener = listener;
  }

  /** Called once when the other end is gone. */
  onClose(listener: () => void): void {
    if (this.closed) listener();
    else this.closeListeners.push(listener);
  }

  /** Tells the other end that no more will come. */
  end(): void {
    this.stream.end();
  }

  private add(id: number): PipeConnection {
    const connection = new PipeConnection(
      (kind, payload) => this.write(id, kind, payload),
      () => this.connections.delete(id),
    );
    if (this.closed) connection.closedByPeer();
    else this.connections.set(id, connection);
    return connection;
  }

  private write(id: number, kind: number, payload: Uint8Array): void {
    // Not `writable`: the Node 16 of an older Electron says false of a pipe to a child that it can write to.
    if (this.closed || this.stream.destroyed || this.stream.writableEnded) return;
    const header = Buffer.allocUnsafe(headerBytes);
    header.writeUInt32LE(payload.byteLength, 0);
    header.writeUInt32LE(id, 4);
    header.writeUInt8(kind, 8);
    this.stream.cork();
    this.stream.write(header);
    if (payload.byteLength > 0) this.stream.write(payload);
    this.stream.uncork();
  }

  private receive(chunk: Buffer): void {
    this.waiting.push(chunk);
    this.waitingBytes += chunk.length;
    for (;;) {
      const needed = this.header === null ? headerBytes : this.header.length;
      if (this.waitingBytes < needed || this.closed) return;
      const part = this.take(needed);
      if (this.header === null) this.header = this.readHeader(part);
      else {
        const { id, kind } = this.header;
        this.header = null;
        this.deliver(id, kind, part);
      }
    }
  }

  private readHeader(bytes: Buffer): FrameHeader {
    const header = { length: bytes.readUInt32LE(0), id: bytes.readUInt32LE(4), kind: bytes.readUInt8(8) };
    if (header.length > largestPayload) {
      this.stream.destroy();
      this.finish();
    }
    return header;
  }

  /** Chunks are joined only once all of a frame is there, so that a long message is copied once. */
  private take(bytes: number): Buffer {
    const [first] = this.waiting;
    const joined = first !== undefined && this.waiting.length === 1 ? first : Buffer.concat(this.waiting);
    this.waiting = joined.length > bytes ? [joined.subarray(bytes)] : [];
    this.waitingBytes -= bytes;
    return joined.subarray(0, bytes);
  }

  private deliver(id: number, kind: number, payload: Buffer): void {
    if (kind === kinds.open) {
      this.connectionListener?.(this.add(id));
      return;
    }
    const connection = this.connections.get(id);
    if (connection === undefined) return;
    if (kind === kinds.text) connection.receive(payload.toString('utf8'));
    else if (kind === kinds.binary) connection.receive(new Uint8Array(payload));
    else if (kind === kinds.close) {
      this.connections.delete(id);
      connection.closedByPeer();
    }
  }

  private finish(): void {
    if (this.closed) return;
    this.closed = true;
    const connections = [...this.connections.values()];
    this.connections.clear();
    for (const connection of connections) connection.closedByPeer();
    for (const listener of this.closeListeners) listener();
  }
}

class PipeConnection implements Connection {
  private messageListener: ((message: string | Uint8Array) => void) | null = null;
  private readonly closeListeners: (() => void)[] = [];
  private early: (string | Uint8Array)[] = [];
  private closed = false;

  constructor(
    private readonly write: (kind: number, payload: Uint8Array) => void,
    private readonly forget: () => void,
  ) {}

  send(message: string | Uint8Array): void {
    if (this.closed) return;
    if (typeof message === 'string') this.write(kinds.text, Buffer.from(message, 'utf8'));
    else this.write(kinds.binary, message);
  }

  onMessage(listener: (message: string | Uint8Array) => void): void {
    this.messageListener = listener;
    const early = this.early;
    this.early = [];
    for (const message of early) listener(message);
  }

  onClose(listener: () => void): void {
    if (this.closed) listener();
    else this.closeListeners.push(listener);
  }

  close(): void {
    if (this.closed) return;
    this.write(kinds.close, Buffer.alloc(0));
    this.forget();
    this.closedByPeer();
  }

  receive(message: string | Uint8Array): void {
    if (this.messageListener === null) this.early.push(message);
    else this.messageListener(message);
  }

  closedByPeer(): void {
    if (this.closed) return;
    this.closed = true;
    for (const listener of this.closeListeners) listener();
  }
}
