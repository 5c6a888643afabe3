import { join } from 'node:path';
import { app, BrowserWindow, screen } from 'electron';
import { appOrigin } from '../appProtocol';
import { parseWindowState, placeWindow, readJson, smallestWindow, writeJson } from './windowState';

/** Windows after the first are shifted, so that they do not cover it, in pixels. */
const cascade = 28;

export interface WindowOptions {
  readonly preload: string;
  readonly icon: string;
  readonly developmentOrigin: string | null;
  /** Asked before a window closes; false keeps it. */
  readonly mayClose: (window: BrowserWindow) => boolean;
}

/** Opens a window where the last one was; it is shown when its page has painted. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const stateFile = join(app.getPath('userData'), 'window.json');
  const others = BrowserWindow.getAllWindows().length;
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  const state = placeWindow(parseWindowState(readJson(stateFile)), areas);
  const { x, y, width, height } = state.bounds;
  const window = new BrowserWindow({
    ...{ x: x + others * cascade, y: y + others * cascade, width, height },
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Layerlab',
    icon: options.icon,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      // Curves go on while the window is covered.
      backgroundThrottling: false,
    },
  });
  if (state.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  // The title is the document's; the page's own says less.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('close', (event) => {
    writeJson(stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    if (!options.mayClose(window)) event.preventDefault();
  });
  void window.loadURL(options.developmentOrigin ?? `${appOrigin}/`);
  return window;
}
