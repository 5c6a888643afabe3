import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { LayerlabDesktop, MenuCommand, Unsubscribe } from '../src-shared/contract/desktop';

/** The same string as `enginePortMessage`; a sandboxed preload is one file and imports types alone. */
const enginePortMessage = 'layerlab:engine-port';

function subscribe<Value>(channel: string, listener: (value: Value) => void): Unsubscribe {
  const hear = (_event: unknown, value: Value) => listener(value);
  ipcRenderer.on(channel, hear);
  return () => void ipcRenderer.off(channel, hear);
}

const desktop: LayerlabDesktop = {
  platform: process.platform,
  versions: { electron: process.versions['electron'] ?? '', chromium: process.versions['chrome'] ?? '' },
  connectEngine: () => ipcRenderer.send('engine:connect'),
  onEngineExit: (listener) => subscribe<string>('engine:exit', listener),
  invoke: (channel, ...parameters) => ipcRenderer.invoke(`desktop:${channel}`, ...parameters),
  onMenu: (listener) => subscribe<MenuCommand>('menu', listener),
  onOpenFile: (listener) => subscribe<string>('open-file', listener),
  pathForFile: (file) => webUtils.getPathForFile(file as File),
};

// The port goes to the page by way of its window: the bridge cannot carry ports.
ipcRenderer.on('engine:port', (event) =>
  window.postMessage(enginePortMessage, window.location.origin, event.ports),
);
contextBridge.exposeInMainWorld('layerlabDesktop', desktop);
