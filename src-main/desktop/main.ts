import { join, resolve } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import { AppError, describeError } from '@shared/errors';
import { declareAppScheme } from './appProtocol';
import { DesktopApp } from './desktopApp';

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
function run(home: string | undefined): void {
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
      desktop = new DesktopApp(home, fail);
      await desktop.start(firstFile);
    } catch (error) {
      // An engine that ended has been reported by engineEnded already.
      if (desktop === null) fail(AppError.from(error));
    }
  });
}

const home = optionOf(process.argv, '--home');
// What belongs to a workspace (lock, window's place, recent files) is kept apart from that of others.
if (home !== undefined) app.setPath('userData', join(home, 'desktop'));
if (app.requestSingleInstanceLock()) run(home);
else app.quit();
