/** One two-way stream of messages between an interface and the engine, whatever carries it. */
export interface Connection {
  send(message: string | Uint8Array): void;
  /** Messages that arrive before there is a listener are kept for the first one. */
  onMessage(listener: (message: string | Uint8Array) => void): void;
  /** Called once, at once where the connection is closed already. */
  onClose(listener: () => void): void;
  /** Closing again does nothing. */
  close(): void;
}

/** The form in which oRPC's message-port link and handler take a connection. */
export interface PortOverConnection {
  on(event: string, listener: (event?: { data: unknown }) => void): void;
  postMessage(data: unknown): void;
}

/** A connection as a message port for oRPC: `new RPCHandler(router).upgrade(portOf(connection))`. */
export function portOf(connection: Connection): PortOverConnection {
  return {
    on(event, listener) {
      if (event === 'message') connection.onMessage((data) => listener({ data }));
      else if (event === 'close') connection.onClose(() => listener());
    },
    postMessage(data) {
      if (typeof data === 'string' || data instanceof Uint8Array) connection.send(data);
      else if (data instanceof ArrayBuffer) connection.send(new Uint8Array(data));
      else throw new TypeError('a connection carries text and bytes only');
    },
  };
}
