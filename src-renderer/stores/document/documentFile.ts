import type { Experiment } from '@shared/experiment/experiment';
import { parseExperimentText } from '@shared/experiment/parsing';
import { titleAsFileName } from '@shared/titleAsFileName';
import { useMessage } from 'naive-ui';
import { desktop } from '../../shared/engine/desktop';
import { engine, toAppError } from '../../shared/engine/client';
import { useExperimentStore } from './experiment';
import { usePagesStore } from '../pages';
import { experimentOf, startUpTemplate } from '@shared/experiment/templates';
import { describeError, type AppErrorData } from '@shared/errors';
import { download, pickTextFile } from '../../shared/files/files';
import { useLeavingStore } from './leaving';
import { useOpeningStore } from './opening';

export const experimentExtension = '.layerlab.json';

/** New, open and save, with what the desktop or the browser offers for it. Call in a component's setup. */
export function useDocumentFile() {
  const document = useExperimentStore();
  const pages = usePagesStore();
  const message = useMessage();
  const leaving = useLeavingStore();
  const opening = useOpeningStore();

  function show(error: AppErrorData): void {
    message.error(describeError(error), { duration: 10_000, closable: true });
  }

  /** Offers to save first: undo brings a replaced document back, but only while the window is open. */
  async function mayReplace(): Promise<boolean> {
    if (!document.dirty) return true;
    const answer = await leaving.ask(document.experiment.name);
    return answer === 'save' ? save() : answer === 'leave';
  }

  async function replaceWith(experiment: Experiment, path: string | null = null): Promise<boolean> {
    if (!(await mayReplace())) return false;
    document.replace(experiment, { path });
    pages.show('workbench');
    return true;
  }

  async function openPath(path: string): Promise<void> {
    try {
      const opened = await engine.files.openExperiment({ path });
      await replaceWith(opened.experiment, opened.path);
    } catch (thrown) {
      show(toAppError(thrown).toData());
    }
  }

  /** Opens the text of a file that has no path here: picked or dropped in a browser. */
  async function openText(text: string): Promise<void> {
    try {
      await replaceWith(parseExperimentText(text));
    } catch (thrown) {
      show(toAppError(thrown).toData());
    }
  }

  async function open(): Promise<void> {
    if (desktop) {
      const path = await desktop.invoke('openExperimentDialog');
      if (path !== null) await openPath(path);
      return;
    }
    const chosen = await opening.ask();
    if (chosen === 'upload') {
      const text = await pickTextFile('.json,application/json');
      if (text !== null) await openText(text);
    } else if (chosen !== null) await openPath(chosen.path);
  }

  async function saveTo(path: string): Promise<boolean> {
    try {
      const snapshot = document.snapshot();
      const saved = await engine.files.saveExperiment({ path, experiment: snapshot.experiment });
      document.markSaved(snapshot, saved.path);
      return true;
    } catch (thrown) {
      show(toAppError(thrown).toData());
      return false;
    }
  }

  async function saveAs(): Promise<boolean> {
    const name = titleAsFileName(document.experiment.name, 'experiment');
    if (desktop) {
      const path = await desktop.invoke('saveExperimentDialog', name);
      return path !== null && saveTo(path);
    }
    const snapshot = document.snapshot();
    download(`${name}${experimentExtension}`, `${JSON.stringify(snapshot.experiment, null, 2)}\n`);
    document.markSaved(snapshot, null);
    return true;
  }

  function save(): Promise<boolean> {
    return document.path === null ? saveAs() : saveTo(document.path);
  }

  async function startNew(): Promise<void> {
    const { dataset, training } = experimentOf(startUpTemplate);
    const network: Experiment['network'] = { layers: [], edges: [] };
    await replaceWith({ version: 1, name: 'untitled', network, dataset, training });
  }

  return { startNew, open, openPath, openText, save, saveAs, replaceWith };
}
