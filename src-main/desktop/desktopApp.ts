import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';
import { describeError, type AppError } from '@shared/errors';
import { EngineKeeper } from '../processes/engineKeeper';
import { projectRoot } from '../processes/nodeBinary';
import { appOrigin, serveAppScheme } from './appProtocol';
import { answerCalls } from './calls';
import { askToEnd } from './window/closing';
import { offerEngine, tellEngineExit } from './enginePorts';
import { buildMenu } from './window/menu';
import { RecentFiles } from './window/recentFiles';
import { RunWatcher } from './runWatcher';
import { restrictContents } from './security';
import { send } from './send';
import { openWindow, type WindowOptions } from './window/windows';

const root = projectRoot();
/** Where the development server serves the page; null for the built one. */
const developmentOrigin = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null);

/** The life of the desktop app: one instance a workspace, one engine, any number of windows. */
export class DesktopApp {
  private readonly recentFiles = new RecentFiles(join(app.getPath('userData'), 'recent.json'), () =>
    this.showMenu(),
  );
  private readonly runs = new RunWatcher(() => this.focus());
  private readonly engine: EngineKeeper;
  private endConfirmed = false;

  /**
   * @param home folder of the workspace; the platform's data folder where absent
   * @param fail called where the app cannot go on
   */
  constructor(
    home: string | undefined,
    private readonly fail: (error: AppError) => void,
  ) {
    this.engine = new EngineKeeper({
      start: { home, maintenance: 'whereDamaged' },
      onExit: (error, restarting) => this.engineEnded(error, restarting),
    });
  }

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
    else this.fail(error);
  }
}
