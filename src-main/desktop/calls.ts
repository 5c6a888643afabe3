import { basename, isAbsolute, resolve } from 'node:path';
import { BrowserWindow, dialog, ipcMain, shell, type FileFilter as ElectronFilter } from 'electron';
import { AppError } from '@shared/errors';
import type { DesktopCalls, DesktopChannel, FileFilter } from '@shared/contract/desktop';
import type { RecentFiles } from './window/recentFiles';

const experimentFilters: ElectronFilter[] = [
  { name: 'Layerlab experiment', extensions: ['layerlab.json', 'json'] },
  { name: 'All files', extensions: ['*'] },
];

type Handlers = {
  readonly [Channel in DesktopChannel]: (
    window: BrowserWindow,
    ...parameters: Parameters<DesktopCalls[Channel]>
  ) => ReturnType<DesktopCalls[Channel]> | Promise<ReturnType<DesktopCalls[Channel]>>;
};

/** Answers the page's calls; arguments are checked here, since a page is never trusted. */
export function answerCalls(recentFiles: RecentFiles, isOwnPage: (url: string) => boolean): void {
  const handlers = makeHandlers(recentFiles);
  for (const channel of Object.keys(handlers) as DesktopChannel[]) {
    ipcMain.handle(`desktop:${channel}`, (event, ...parameters: unknown[]) => {
      const window = BrowserWindow.fromWebContents(event.sender);
      if (window === null || !isOwnPage(event.senderFrame?.url ?? '')) {
        throw new AppError('internal', `A page that is not ours called ${channel}`);
      }
      const handler = handlers[channel] as (window: BrowserWindow, ...parameters: unknown[]) => unknown;
      return handler(window, ...parameters);
    });
  }
}

function makeHandlers(recentFiles: RecentFiles): Handlers {
  return {
    openExperimentDialog: (window) =>
      openOne(window, { title: 'Open an experiment', properties: ['openFile'], filters: experimentFilters }),
    saveExperimentDialog: async (window, suggestedName) => {
      const path = await save(
        window,
        'Save the experiment',
        `${fileName(suggestedName)}.layerlab.json`,
        experimentFilters,
      );
      return path === null || path.endsWith('.json') ? path : `${path}.layerlab.json`;
    },
    chooseFile: (window, options) =>
      openOne(window, {
        title: text(options.title),
        properties: ['openFile'],
        filters: filters(options.filters),
      }),
    chooseFolder: (window, options) =>
      openOne(window, { title: text(options.title), properties: ['openDirectory'] }),
    saveFileDialog: (window, options) =>
      save(window, text(options.title), fileName(options.suggestedName), filters(options.filters)),
    setDocument(window, state) {
      const dirty = state.dirty === true;
      const mark = dirty && process.platform !== 'darwin' ? '• ' : '';
      window.setTitle(`${mark}${text(state.name)} — Layerlab`);
      window.setDocumentEdited(dirty);
      if (typeof state.path !== 'string' || !isAbsolute(state.path)) return;
      window.setRepresentedFilename(state.path);
      recentFiles.add(state.path);
    },
    recentFiles: () => recentFiles.list(),
    showInFolder: (_window, path) => shell.showItemInFolder(resolve(text(path))),
  };
}

async function openOne(window: BrowserWindow, options: Electron.OpenDialogOptions): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}

async function save(
  window: BrowserWindow,
  title: string,
  defaultPath: string,
  chosen: ElectronFilter[],
): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { title, defaultPath, filters: chosen });
  return canceled || !filePath ? null : filePath;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new AppError('badArgument', 'Text was expected');
  return value;
}

/** A name without folders, and without what file systems refuse. */
function fileName(value: unknown): string {
  return basename(text(value)).replace(/[<>:"/\\|?*\p{Cc}]/gu, '-') || 'experiment';
}

function filters(value: readonly FileFilter[] | undefined): ElectronFilter[] {
  return (value ?? []).map(({ name, extensions }) => ({
    name: text(name),
    extensions: extensions.map(text),
  }));
}
