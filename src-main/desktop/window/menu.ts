import { basename } from 'node:path';
import { app, BrowserWindow, Menu, shell, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '@shared/contract/desktop';
import { send } from '../send';

export interface MenuActions {
  readonly recentFiles: () => readonly string[];
  readonly clearRecentFiles: () => void;
  readonly openFile: (path: string) => void;
  readonly newWindow: () => void;
  readonly documentation: string;
}

const isMac = process.platform === 'darwin';
const separator: MenuItemConstructorOptions = { type: 'separator' };

/** Builds the menu anew; called again when the recent files change. */
export function buildMenu(actions: MenuActions): void {
  const menus = [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    fileMenu(actions),
    editMenu(),
    viewMenu(),
    runMenu(),
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate([...menus, { role: 'windowMenu' }, helpMenu(actions)]));
}

function command(label: string, name: MenuCommand, accelerator?: string): MenuItemConstructorOptions {
  return {
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => send(BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0], 'menu', name),
  };
}

/**
 * Shown for the eye and the mouse; the page itself hears the key, so that it works in text fields as ever. On macOS the
 * menu cannot leave a key to the page, but gets only those that the page has not handled.
 */
function editCommand(label: string, name: MenuCommand, accelerator: string): MenuItemConstructorOptions {
  return { ...command(label, name, accelerator), registerAccelerator: false };
}

function fileMenu(actions: MenuActions): MenuItemConstructorOptions {
  const recent = actions.recentFiles();
  return {
    label: '&File',
    submenu: [
      command('New experiment', 'newExperiment', 'CmdOrCtrl+N'),
      { label: 'New window', accelerator: 'CmdOrCtrl+Shift+N', click: actions.newWindow },
      separator,
      command('Open …', 'openExperiment', 'CmdOrCtrl+O'),
      {
        label: 'Open recent',
        enabled: recent.length > 0,
        submenu: [
          ...recent.map((path) => ({
            label: basename(path),
            sublabel: path,
            click: () => actions.openFile(path),
          })),
          separator,
          { label: 'Clear the list', click: actions.clearRecentFiles },
        ],
      },
      separator,
      command('Save', 'save', 'CmdOrCtrl+S'),
      command('Save as …', 'saveAs', 'CmdOrCtrl+Shift+S'),
      separator,
      command('Export model …', 'exportModel', 'CmdOrCtrl+E'),
      separator,
      isMac ? { role: 'close' } : { role: 'quit' },
    ],
  };
}

function editMenu(): MenuItemConstructorOptions {
  return {
    label: '&Edit',
    submenu: [
      editCommand('Undo', 'undo', 'CmdOrCtrl+Z'),
      editCommand('Redo', 'redo', isMac ? 'Cmd+Shift+Z' : 'Ctrl+Y'),
      separator,
      // The page hears of these by the clipboard's events, in a text field and for layers alike.
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      editCommand('Duplicate', 'duplicate', 'CmdOrCtrl+D'),
      // A bare key in macOS's menu would be taken from text fields.
      isMac ? command('Delete', 'delete') : editCommand('Delete', 'delete', 'Delete'),
      separator,
      editCommand('Select all', 'selectAll', 'CmdOrCtrl+A'),
      separator,
      editCommand('Find an action, layer or run …', 'commandPalette', 'CmdOrCtrl+K'),
    ],
  };
}

function viewMenu(): MenuItemConstructorOptions {
  const pages: [string, MenuCommand][] = [
    ['Workbench', 'showWorkbench'],
    ['Runs', 'showRuns'],
    ['Sweeps', 'showSweeps'],
    ['Compare', 'showCompare'],
    ['Predictions', 'showPredictions'],
    ['Models', 'showModels'],
    ['Settings', 'showSettings'],
  ];
  return {
    label: '&View',
    submenu: [
      ...pages.map(([label, name], index) => command(label, name, `CmdOrCtrl+${index + 1}`)),
      separator,
      editCommand('Zoom network to fit', 'zoomToFit', 'CmdOrCtrl+0'),
      command('Lay out network', 'automaticLayout', 'CmdOrCtrl+Shift+L'),
      separator,
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      // The usual key brings the network into view.
      { role: 'resetZoom', accelerator: 'CmdOrCtrl+Alt+0' },
      { role: 'togglefullscreen' },
      separator,
      { role: 'reload' },
      { role: 'toggleDevTools' },
    ],
  };
}

function runMenu(): MenuItemConstructorOptions {
  return {
    label: '&Run',
    submenu: [
      command('Train', 'train', 'CmdOrCtrl+Enter'),
      command('Pause or resume', 'pause', 'CmdOrCtrl+Shift+P'),
      command('Stop', 'stop', 'CmdOrCtrl+.'),
    ],
  };
}

function helpMenu(actions: MenuActions): MenuItemConstructorOptions {
  return {
    role: 'help',
    submenu: [
      { label: 'Documentation', click: () => void shell.openPath(actions.documentation) },
      ...(isMac ? [] : [{ label: `About ${app.getName()}`, click: () => app.showAboutPanel() }]),
    ],
  };
}
