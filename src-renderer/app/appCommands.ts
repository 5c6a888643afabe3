import type { MenuCommand } from '@shared/contract/desktop';
import { AppError, describeError } from '@shared/errors';
import { useEventListener } from '@vueuse/core';
import { useMessage } from 'naive-ui';
import { onScopeDispose, watch, watchEffect } from 'vue';
import { desktop } from '../shared/engine/desktop';
import { useCommandsStore, type Command } from '../stores/commands';
import { useExperimentStore } from '../stores/document/experiment';
import { pages, pageTitles, usePagesStore } from '../stores/pages';
import { useSettingsStore, type SchemeChoice } from '../stores/settings';
import { isDataFile, useDataFiles } from '../stores/document/dataFiles';
import { experimentExtension, useDocumentFile } from '../stores/document/documentFile';
import { editText } from './keyboard/textEditing';
import { paletteTitle } from './palette/paletteSearch';

/** Which command each entry of the native menu carries out; commands of other features are found by their ids. */
const menuTargets: Partial<Record<MenuCommand, string>> = {
  newExperiment: 'file.new',
  openExperiment: 'file.open',
  save: 'file.save',
  saveAs: 'file.saveAs',
  exportModel: 'export.open',
  undo: 'editor.undo',
  redo: 'editor.redo',
  duplicate: 'editor.duplicate',
  delete: 'editor.delete',
  selectAll: 'editor.selectAll',
  commandPalette: 'app.commandPalette',
  train: 'train.start',
  pause: 'train.pause',
  stop: 'train.stop',
  zoomToFit: 'editor.fit',
  automaticLayout: 'editor.layOut',
  showWorkbench: 'page.workbench',
  showRuns: 'page.runs',
  showSweeps: 'page.sweeps',
  showCompare: 'page.compare',
  showPredictions: 'page.predictions',
  showModels: 'page.models',
  showSettings: 'page.settings',
};

const schemes: readonly (readonly [SchemeChoice, string])[] = [
  ['system', 'Colors as the system'],
  ['light', 'Light colors'],
  ['dark', 'Dark colors'],
];

/** The commands of the app as a whole: files, pages, colors; and what menus, dropped files and the title need. */
export function useAppCommands(openPalette: () => void): void {
  const commands = useCommandsStore();
  const file = useDocumentFile();
  const pageStore = usePagesStore();
  const settings = useSettingsStore();

  commands.provide([
    {
      id: 'app.commandPalette',
      title: () => paletteTitle,
      group: 'App',
      icon: 'command',
      shortcuts: ['$mod+K'],
      run: openPalette,
    },
    { id: 'file.new', title: () => 'New experiment', group: 'File', icon: 'new', run: file.startNew },
    {
      id: 'file.open',
      title: () => 'Open…',
      group: 'File',
      icon: 'open',
      shortcuts: ['$mod+O'],
      run: file.open,
    },
    {
      id: 'file.save',
      title: () => 'Save',
      group: 'File',
      icon: 'save',
      shortcuts: ['$mod+S'],
      run: file.save,
    },
    {
      id: 'file.saveAs',
      title: () => 'Save as…',
      group: 'File',
      shortcuts: ['$mod+Shift+S'],
      run: file.saveAs,
    },
    ...pages.map((page, index): Command => ({
      id: `page.${page}`,
      title: () => `Go to ${pageTitles[page]}`,
      group: 'Pages',
      icon: page,
      shortcuts: [`$mod+${index + 1}`],
      run: () => pageStore.show(page),
    })),
    ...schemes.map(([choice, title]): Command => ({
      id: `app.scheme.${choice}`,
      title: () => title,
      group: 'App',
      icon: choice === 'dark' ? 'moon' : 'sun',
      run: () => {
        settings.schemeChoice = choice;
      },
    })),
  ]);

  const message = useMessage();
  watch(
    () => commands.failure,
    (failure) => {
      if (failure) message.error(describeError(failure), { duration: 10_000, closable: true });
    },
  );

  useDesktop(file.openPath);
  useDroppedFiles(file);
}

/** The window's title and dirty mark, the native menu, and files opened from outside. */
function useDesktop(openPath: (path: string) => Promise<void>): void {
  const document = useExperimentStore();
  const commands = useCommandsStore();
  watchEffect(() => {
    const { name } = document.experiment;
    window.document.title = `${document.dirty ? '• ' : ''}${name} – Layerlab`;
    void desktop?.invoke('setDocument', { name, path: document.path, dirty: document.dirty });
  });
  const endings = [
    desktop?.onMenu((command) => {
      const target = menuTargets[command];
      if (target !== undefined && !editText(command)) commands.run(target);
    }),
    desktop?.onOpenFile((path) => void openPath(path)),
  ];
  onScopeDispose(() => {
    for (const end of endings) end?.();
  });
}

function refuseDropped([first]: readonly File[]): never {
  throw new AppError(
    'badArgument',
    `“${first?.name ?? ''}” is no experiment and no data of a kind that can be dropped`,
    {
      remedy: 'Choose the kind of data in the data pane, then its file or folder.',
    },
  );
}

/** Opens an experiment, or a file of data, that is dropped anywhere on the window. */
function useDroppedFiles(file: ReturnType<typeof useDocumentFile>): void {
  const { openDropped } = useDataFiles();
  const commands = useCommandsStore();

  async function openExperiment(dropped: File): Promise<void> {
    const path = desktop?.pathForFile(dropped) ?? '';
    await (path === '' ? dropped.text().then(file.openText) : file.openPath(path));
  }

  useEventListener(window, 'dragover', (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  useEventListener(window, 'drop', (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files') || event.defaultPrevented) return;
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    const experiment = files.find(({ name }) => name.endsWith(experimentExtension));
    const data = files.find(({ name }) => isDataFile(name));
    if (experiment !== undefined) void commands.carryOut({ run: () => openExperiment(experiment) });
    else if (data !== undefined) void commands.carryOut({ run: () => openDropped(data) });
    else void commands.carryOut({ run: () => refuseDropped(files) });
  });
}
