import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink as MessagePortLink } from '@orpc/client/message-port';
import { RPCLink as WebSocketLink } from '@orpc/client/websocket';
import { enginePortMessage } from '@shared/contract/desktop';
import { engineSerializers as customJsonSerializers } from '@shared/contract/serializers';
import { shallowReadonly, shallowRef } from 'vue';
import { desktop } from './desktop';

export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  /** `message` says why, where it is known; another attempt is under way. */
  | { readonly kind: 'lost'; readonly message: string | null }
  /** There has been no connection since the page was opened. */
  | { readonly kind: 'unreachable' };

type EngineLink = ClientLink<ClientContext>;

const stateRef = shallowRef<ConnectionState>({ kind: 'connecting' });
/** Whether the engine can be reached, for the banner and the status bar. */
export const connectionState = shallowReadonly(stateRef);

/** Aborted when the connection it belongs to is lost; a new one stands for each connection. */
let lost = new AbortController();
let link: Promise<EngineLink> | null = null;
let everConnected = false;

/** The link of the present connection, made where there is none. Calls wait here while the engine restarts. */
export function currentLink(): Promise<EngineLink> {
  link ??= connect();
  return link;
}

/** A signal that fires when the present connection is lost. */
export function connectionLost(): AbortSignal {
  return lost.signal;
}

async function connect(): Promise<EngineLink> {
  lost = new AbortController();
  for (let attempt = 0; ; attempt += 1) {
    const found = await (desktop ? askForPort() : openSocket());
    if (found !== null) {
      everConnected = true;
      return found;
    }
    if (!everConnected && attempt >= 2) stateRef.value = { kind: 'unreachable' };
    await new Promise((resolve) => setTimeout(resolve, Math.min(250 * 2 ** attempt, 3000)));
  }
}

/** The first word of an engine: the way to it is open before it has started. */
function answered(): void {
  stateRef.value = { kind: 'connected' };
}

function disconnected(message: string | null): void {
  if (link === null) return;
  link = null;
  stateRef.value = { kind: 'lost', message };
  lost.abort();
  void currentLink();
}

/** One WebSocket to the host that served the page, with the token the page was opened with. */
function openSocket(): Promise<EngineLink | null> {
  return new Promise((resolve) => {
    const address = new URL('/engine', window.location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    address.search = new URLSearchParams({ token: pageToken() }).toString();
    const socket = new WebSocket(address);
    let opened = false;
    socket.addEventListener('open', () => {
      opened = true;
      socket.addEventListener('message', answered, { once: true });
      resolve(new WebSocketLink({ websocket: socket, customJsonSerializers }));
    });
    socket.addEventListener('close', (event) => {
      if (opened) disconnected(event.reason || null);
      else resolve(null);
    });
  });
}

/** The token of the page's address, kept for reloads and taken out of what can be copied from the address bar. */
function pageToken(): string {
  const address = new URL(window.location.href);
  const given = address.searchParams.get('token');
  if (given !== null) {
    sessionStorage.setItem('layerlab.token', given);
    address.searchParams.delete('token');
    window.history.replaceState(window.history.state, '', address);
  }
  return given ?? sessionStorage.getItem('layerlab.token') ?? '';
}

/** A port to the engine from the desktop shell. */
function askForPort(): Promise<EngineLink | null> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent) => {
      const [port] = event.ports;
      if (event.source !== window || event.data !== enginePortMessage || port === undefined) return;
      window.removeEventListener('message', receive);
      port.addEventListener('message', answered, { once: true });
      port.start();
      resolve(new MessagePortLink({ port, customJsonSerializers }));
    };
    window.addEventListener('message', receive);
    desktop?.connectEngine();
  });
}

desktop?.onEngineExit((message) => disconnected(message));
