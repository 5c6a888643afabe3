/**
 * What the desktop shell offers the interface beside the engine's contract, as `window.layerlabDesktop`. In a browser
 * there is no such object and the interface uses what a browser has (`files.list`, downloads, its own shortcuts).
 *
 * Plain types only: both sides of the bridge are compiled against this file and nothing is checked at run time but in
 * the main process, which trusts no argument it gets.
 */

/** Commands of the native menu; cut, copy and paste come as the clipboard's events. A shortcut that the page handles itself must `preventDefault`, or the menu fires too. */
export const menuCommands = [
  'newExperiment',
  'openExperiment',
  'save',
  'saveAs',
  'exportModel',
  'undo',
  'redo',
  'duplicate',
  'delete',
  'selectAll',
  'commandPalette',
  'train',
  'pause',
  'stop',
  'zoomToFit',
  'automaticLayout',
  'showWorkbench',
  'showRuns',
  'showSweeps',
  'showCompare',
  'showPredictions',
  'showModels',
  'showSettings',
] as const;
export type MenuCommand = (typeof menuCommands)[number];

/** The document in the window, for its title, its dirty mark and the question asked before it is closed. */
export interface DocumentState {
  /** Shown in the title: the experiment's name or its file's. */
  readonly name: string;
  /** Null for a document that has no file yet. */
  readonly path: string | null;
  readonly dirty: boolean;
}

export interface FileFilter {
  readonly name: string;
  /** Without the dot: `csv`, `layerlab.json`. */
  readonly extensions: readonly string[];
}

/** What the interface may ask of the main process; dialogs answer null when they are cancelled. */
export interface DesktopCalls {
  openExperimentDialog(): string | null;
  /** `suggestedName` without folder or extension. */
  saveExperimentDialog(suggestedName: string): string | null;
  chooseFile(options: { readonly title: string; readonly filters?: readonly FileFilter[] }): string | null;
  chooseFolder(options: { readonly title: string }): string | null;
  /** Where to save something that is not an experiment, for example an exported model. */
  saveFileDialog(options: {
    readonly title: string;
    readonly suggestedName: string;
    readonly filters?: readonly FileFilter[];
  }): string | null;
  /** Also puts the path among the recent files. */
  setDocument(state: DocumentState): void;
  recentFiles(): readonly string[];
  /** Shows a file in the platform's file manager. */
  showInFolder(path: string): void;
}
export type DesktopChannel = keyof DesktopCalls;

/** Ends a subscription. */
export type Unsubscribe = () => void;

export interface LayerlabDesktop {
  /** Node's name of the platform: `darwin`, `win32`, `linux`. */
  readonly platform: string;
  /** Versions of what is underneath, for the about page. */
  readonly versions: { readonly electron: string; readonly chromium: string };
  /**
   * Asks for a port to the engine. It arrives as a `message` event of the window whose `data` is
   * {@link enginePortMessage} and whose `ports[0]` is the port: start it, and give it to oRPC's message-port link.
   * Messages are strings and ArrayBuffers. Each call gives a new connection.
   */
  connectEngine(): void;
  /**
   * The engine ended and every port is dead; `message` says why, which a port's `close` event does not. The main
   * process starts another engine: call `connectEngine` again.
   */
  onEngineExit(listener: (message: string) => void): Unsubscribe;
  invoke<Channel extends DesktopChannel>(
    channel: Channel,
    ...parameters: Parameters<DesktopCalls[Channel]>
  ): Promise<ReturnType<DesktopCalls[Channel]>>;
  onMenu(listener: (command: MenuCommand) => void): Unsubscribe;
  /** A file was opened from outside: recent files, the command line, the file manager. */
  onOpenFile(listener: (path: string) => void): Unsubscribe;
  /** The path of a `File` that was dropped or picked; empty where it has none. */
  pathForFile(file: object): string;
}

/** `data` of the window message that carries the engine's port. */
export const enginePortMessage = 'layerlab:engine-port';
