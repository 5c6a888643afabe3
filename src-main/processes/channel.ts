import type { AppErrorData } from '@shared/errors';
import type { Connection } from './connection';

/** What an engine tells its host of itself. */
export type EngineAnnouncement =
  /** `warnings`: what is to be known of the workspace, which can be used all the same. */
  | { readonly type: 'ready'; readonly warnings: readonly AppErrorData[] }
  /** The engine cannot start (for example a database that is too new) and is about to exit. */
  | { readonly type: 'failed'; readonly error: AppErrorData };

/** What a host tells its engine to begin with. */
export interface EngineStart {
  /** Folder of the workspace; the platform's data folder where absent. */
  readonly home?: string | undefined;
  /** Refuse a folder that holds no workspace instead of making one there. */
  readonly mustExist?: boolean;
  /** Leave the workspace's database alone, or do so where it is damaged; otherwise a damaged one is an error. */
  readonly maintenance?: 'always' | 'whereDamaged';
  /** Runs that train at once; 1 where absent. */
  readonly jobs?: number;
}

/** What goes over Node's channel between a host and its engine. The host numbers the connections. */
type Envelope =
  | { readonly kind: 'start'; readonly start: EngineStart }
  | { readonly kind: 'open' | 'close'; readonly connection: number }
  | { readonly kind: 'message'; readonly connection: number; readonly message: string | Uint8Array }
  | { readonly kind: 'announcement'; readonly announcement: EngineAnnouncement }
  | { readonly kind: 'end' };

/** One end of Node's channel: a child process for its parent, `process` for the child. */
export interface NodeChannel {
  readonly connected: boolean;
  send?(message: unknown, sent: (error: Error | null) => void): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  once(event: 'disconnect', listener: () => void): unknown;
}

/**
 * Many connections over one channel of Node's, between a host, which opens them, and its engine, which accepts them.
 * The channel must serialize as `advanced` does: messages may be bytes.
 */
export class EngineChannel {
  private readonly connections = new Map<number, ChannelConnection>();
  private readonly closeListeners: (() => void)[] = [];
  private connectionListener: ((connection: Connection) => void) | null = null;
  private startListener: ((start: EngineStart) => void) | null = null;
  private announcementListener: ((announcement: EngineAnnouncement) => void) | null = null;
  private nextConnection = 1;
  private sent = 0;
  private taken = 0;
  private waiting: { readonly until: number; readonly resolve: () => void }[] = [];
  private closed = false;

  constructor(private readonly channel: NodeChannel) {
    channel.on('message', (envelope) => this.receive(envelope as Envelope));
    channel.once('disconnect', () => this.finish());
  }

  /** Tells the engine what to open; it does nothing before. */
  start(start: EngineStart): void {
    this.send({ kind: 'start', start });
  }

  /** Hears what is to be opened, before any connection. */
  onStart(listener: (start: EngineStart) => void): void {
    this.startListener = listener;
  }

  /** Opens a connection to the other end. */
  open(): Connection {
    const id = this.nextConnection++;
    this.send({ kind: 'open', connection: id });
    return this.add(id);
  }

  /** Hears of each connection that the other end opens. */
  onConnection(listener: (connection: Connection) => void): void {
    this.connectionListener = listener;
  }

  announce(announcement: EngineAnnouncement): void {
    this.send({ kind: 'announcement', announcement });
  }

  onAnnouncement(listener: (announcement: EngineAnnouncement) => void): void {
    this.announcementListener = listener;
  }

  /**
   * Called once when the other end has asked to end, or is gone. An engine then ends its jobs with their checkpoints and
   * exits: there is no other signal for it.
   */
  onClose(listener: () => void): void {
    if (this.closed) listener();
    else this.closeListeners.push(listener);
  }

  /** Resolves when the system has taken what was sent so far: streams wait for it, so that nothing piles up here. */
  drained(): Promise<void> {
    if (this.taken === this.sent || this.closed) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ until: this.sent, resolve }));
  }

  /**
   * Asks the other end to end, after all that was sent before. Not by closing the channel: where Node's `disconnect`
   * finds a message that has come in part, it neither closes the channel nor says that it has.
   */
  end(): void {
    this.send({ kind: 'end' });
  }

  private add(id: number): ChannelConnection {
    const connection = new ChannelConnection(
      (message) => this.send({ kind: 'message', connection: id, message }),
      () => {
        this.connections.delete(id);
        this.send({ kind: 'close', connection: id });
      },
    );
    if (this.closed) connection.closedByPeer();
    else this.connections.set(id, connection);
    return connection;
  }

  /** What is sent to a process that has just died is dropped; the disconnection that follows says all there is. */
  private send(envelope: Envelope): void {
    if (this.closed || !this.channel.connected) return;
    this.sent += 1;
    this.channel.send?.(envelope, () => {
      this.taken += 1;
      this.wake();
    });
  }

  private wake(): void {
    const ready = this.waiting.filter(({ until }) => until <= this.taken || this.closed);
    if (ready.length === 0) return;
    this.waiting = this.waiting.filter((waiter) => !ready.includes(waiter));
    for (const { resolve } of ready) resolve();
  }

  private receive(envelope: Envelope): void {
    if (envelope.kind === 'start') this.startListener?.(envelope.start);
    else if (envelope.kind === 'announcement') this.announcementListener?.(envelope.announcement);
    else if (envelope.kind === 'end') this.finish();
    else if (envelope.kind === 'open') this.connectionListener?.(this.add(envelope.connection));
    else {
      const connection = this.connections.get(envelope.connection);
      if (envelope.kind === 'message') connection?.receive(envelope.message);
      else {
        this.connections.delete(envelope.connection);
        connection?.closedByPeer();
      }
    }
  }

  private finish(): void {
    if (this.closed) return;
    this.closed = true;
    const connections = [...this.connections.values()];
    this.connections.clear();
    for (const connection of connections) connection.closedByPeer();
    this.wake();
    for (const listener of this.closeListeners) listener();
  }
}

class ChannelConnection implements Connection {
  private messageListener: ((message: string | Uint8Array) => void) | null = null;
  private readonly closeListeners: (() => void)[] = [];
  private early: (string | Uint8Array)[] = [];
  private closed = false;

  constructor(
    private readonly write: (message: string | Uint8Array) => void,
    private readonly tellClosed: () => void,
  ) {}

  send(message: string | Uint8Array): void {
    if (!this.closed) this.write(message);
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
    this.tellClosed();
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
