import { BrowserWindow, ipcMain, MessageChannelMain, type MessagePortMain } from 'electron';
import type { Connection } from '../processes/connection';
import { send } from './send';

/** Gives each page that asks a port, and pipes it to a connection of its own. */
export function offerEngine(connect: () => Connection, isOwnPage: (url: string) => boolean): void {
  ipcMain.on('engine:connect', (event) => {
    if (!isOwnPage(event.senderFrame?.url ?? '')) return;
    const { port1, port2 } = new MessageChannelMain();
    const connection = connect();
    pipe(port1, connection);
    // A page that is reloaded asks again; its old port is dropped with it.
    event.sender.once('destroyed', () => connection.close());
    event.sender.once('did-navigate', () => connection.close());
    event.sender.postMessage('engine:port', null, [port2]);
  });
}

function pipe(port: MessagePortMain, connection: Connection): void {
  port.on('message', ({ data }: { data: unknown }) => {
    if (typeof data === 'string' || data instanceof Uint8Array) connection.send(data);
    else if (data instanceof ArrayBuffer) connection.send(new Uint8Array(data));
  });
  port.on('close', () => connection.close());
  connection.onMessage((message) =>
    port.postMessage(typeof message === 'string' ? message : arrayBufferOf(message)),
  );
  connection.onClose(() => port.close());
  port.start();
}

function arrayBufferOf(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer as ArrayBuffer;
}

/** Tells every page that its port is dead. */
export function tellEngineExit(message: string): void {
  for (const window of BrowserWindow.getAllWindows()) send(window, 'engine:exit', message);
}
