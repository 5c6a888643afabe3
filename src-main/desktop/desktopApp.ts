import { join, resolve } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import { AppError, describeError } from '@shared/errors';
import { EngineKeeper } from '../processes/engineKeeper';
import { projectRoot } from '../processes/nodeBinary';
import { appOrigin, declareAppScheme, serveAppScheme } from './appProtocol';
import { answerCalls } from './calls';
import { askToEnd } from './closing';
import { offerEngine, tellEngineExit } from './enginePorts';
import { buildMenu } from './menu';
import { RecentFiles } from './recentFiles';
import { RunWatcher } from './runWatcher';
import { restrictContents } from './security';
import { send } from './send';
import { openWindow, type WindowOptions } from './windows';

const root = projectRoot();
/** Where the development server serves the page; null for the built one. */
const developmentOrigin = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null);
const home = optionOf(process.argv, '--home');

/** The life of the desktop app: one instance a workspace, one engine, any number of windows. */
class DesktopApp {
  private readonly recentFiles = new RecentFiles(join(app.getPath('userData'), 'recent.json'), () =>
    this.showMenu(),
  );
  private readonly runs = new RunWatcher(() => this.focus());
  private readonly engine = new EngineKeeper({
    home,
    onExit: (error, restarting) => this.engineEnded(error, restarting),
  });
  private endConfirmed = false;

  /** @param file the experiment to open first */
  async start(file: string | null): Promise<void> {
    restrictContents(developmentOrigin);
    serveAppScheme(join(root, 'out', 'renderer'));
    const isOwnPage = (url: string) => url.startsWith(`${developmentOrigin ?? appOrigin}/`);
    answerCalls(this.recentFiles, isOwnPage);
    offerEngine(() => this.engine.connect(), isOwnPage);
    this.showMenu();
    this.open(file);
    await this.engine.ready;
    this.followRuns();
  }

  focus(): void {
    const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
    if (window === undefined) this.open(null);
    else {
      if (window.isMinimized()) window.restore();
      window.focus();
    }
  }

  openFile(path: string): void {
    const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
    if (window === undefined) return this.open(path);
    this.focus();
    // A page that is still loading would not hear it.
    if (window.webContents.isLoading())
      window.webContents.once('did-finish-load', () => send(window, 'open-file', path));
    else send(window, 'open-file', path);
  }

  open(file: string | null): void {
    const window = openWindow(this.windowOptions());
    if (file !== null) window.webContents.once('did-finish-load', () => send(window, 'open-file', file));
  }

  /** True where the app may end now; otherwise the person is asked, and `end` called if they agree. */
  mayEnd(window: BrowserWindow | null, end: () => void): boolean {
    if (this.endConfirmed || this.runs.ownRuns === 0) return true;
    void askToEnd(this.runs.ownRuns, window).then((agreed) => {
      if (!agreed) return;
      this.endConfirmed = true;
      end();
    });
    return false;
  }

  shutdown(): Promise<void> {
    return this.engine.shutdown();
  }

  private windowOptions(): WindowOptions {
    return {
      preload: join(root, 'out', 'preload', 'preload.cjs'),
      icon: join(root, 'resources', 'icon.png'),
      developmentOrigin,
      mayClose: (window) =>
        BrowserWindow.getAllWindows().length > 1 || this.mayEnd(window, () => window.close()),
    };
  }

  private showMenu(): void {
    buildMenu({
      recentFiles: () => this.recentFiles.list(),
      clearRecentFiles: () => this.recentFiles.clear(),
      openFile: (path) => this.openFile(path),
      newWindow: () => this.open(null),
      documentation: join(root, 'README.md'),
    });
  }

  private followRuns(): void {
    // The stream ends with its engine; the next engine's is opened by engineEnded.
    this.runs.follow(this.engine.connect()).catch(() => undefined);
  }

  private engineEnded(error: AppError, restarting: boolean): void {
    console.error(describeError(error.toData()));
    tellEngineExit(error.message);
    if (restarting) this.engine.ready.then(() => this.followRuns()).catch(() => undefined);
    else fail(error);
  }
}

function optionOf(parameters: readonly string[], name: string): string | undefined {
  const index = parameters.indexOf(name);
  const value = index < 0 ? undefined : parameters[index + 1];
  return value === undefined ? undefined : resolve(value);
}

/** The experiment file named on a command line, if any. */
function experimentOf(parameters: readonly string[], folder = process.cwd()): string | null {
  const file = parameters.slice(1).find((parameter) => parameter.endsWith('.layerlab.json'));
  return file === undefined ? null : resolve(folder, file);
}

function fail(error: AppError): void {
  dialog.showErrorBox('Layerlab cannot go on', describeError(error.toData()));
  app.exit(1);
}

/** Starts the app; must be called before Electron is ready. */
export function run(): void {
  // What belongs to a workspace (lock, window's place, recent files) is kept apart from that of others.
  if (home !== undefined) app.setPath('userData', join(home, 'desktop'));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  declareAppScheme();
  let desktop: DesktopApp | null = null;
  let ended = false;
  /** macOS tells the file that the app is started with before the app is ready. */
  let firstFile = experimentOf(process.argv);
  const openFile = (path: string) => {
    if (desktop === null) firstFile = path;
    else desktop.openFile(path);
  };
  app.on('second-instance', (_event, parameters, folder) => {
    const file = experimentOf(parameters, folder);
    if (file === null) desktop?.focus();
    else openFile(file);
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openFile(path);
  });
  app.on('activate', () => desktop?.focus());
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    if (desktop !== null && !desktop.mayEnd(BrowserWindow.getFocusedWindow(), () => app.quit()))
      event.preventDefault();
  });
  app.on('will-quit', (event) => {
    if (ended || desktop === null) return;
    event.preventDefault();
    ended = true;
    void desktop.shutdown().finally(() => app.quit());
  });
  void app.whenReady().then(async () => {
    try {
      desktop = new DesktopApp();
      await desktop.start(firstFile);
    } catch (error) {
      // An engine that ended has been reported by engineEnded already.
      if (desktop === null) fail(AppError.from(error));
    }
  });
}
