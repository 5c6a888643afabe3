import type { Experiment } from '@shared/experiment/experiment';
import type { RunId } from '@shared/ids';
import { requireTrained } from '@shared/runs/imported/trained';
import { useMessage } from 'naive-ui';
import { engine } from '../../shared/engine/client';
import { usePagesStore } from '../pages';
import { useLiveRunStore } from '../runs/liveRun';
import { useExperimentStore } from './experiment';

const asItIs = (experiment: Experiment): Experiment => experiment;

/** Opens runs on the workbench. Call in a component's setup. */
export function useOpenRun() {
  const document = useExperimentStore();
  const live = useLiveRunStore();
  const pages = usePagesStore();
  const message = useMessage();

  /**
   * The run's experiment becomes the document, its curves and picture the workbench's. Nobody is asked about unsaved
   * changes, since undo brings the document back that stood there.
   * @param change what is to be different in the document
   * @throws AppError of the engine
   */
  return async function openRun(id: RunId, change = asItIs): Promise<void> {
    const { experiment } = requireTrained(await engine.runs.get({ runId: id }));
    const left = document.dirty ? document.experiment.name : null;
    document.replace(change(experiment), { dirty: true });
    live.show(id);
    pages.show('workbench');
    if (left !== null) message.info(`Undo brings “${left}” back with its unsaved changes.`);
  };
}
