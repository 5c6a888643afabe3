import type { Experiment } from '@shared/experiment/experiment';
import { beforeEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { engine } from '../../../src-renderer/shared/engine/client';
import { useEngineStore } from '../../../src-renderer/stores/engine';
import { useExperimentStore } from '../../../src-renderer/stores/document/experiment';
import { usePagesStore } from '../../../src-renderer/stores/pages';
import { useLiveRunStore } from '../../../src-renderer/stores/runs/liveRun';
import { useRunsStore } from '../../../src-renderer/stores/runs/runs';
import { withoutEnd } from '../../support/withoutEnd';
import { freshStores } from '../page/mounting';

beforeEach(() => void freshStores());

/** Training steps of an epoch of the document as it opens. */
const stepsPerEpoch = 25;

/** The document as it opens, trained for so many epochs or otherwise. */
function documentOf(epochs: number, training: Partial<Experiment['training']> = {}): void {
  useExperimentStore().edit('Train for a while', (draft: Experiment) => {
    Object.assign(draft.training, { epochs, ...training });
  });
}

describe('the run that the workbench shows', () => {
  it('trains the document, and has a value for each step and each epoch when it has ended', async () => {
    documentOf(3);
    const live = useLiveRunStore();
    await live.start();
    expect(live.run?.state ?? 'queued').not.toBe('failed');
    await expect.poll(() => live.run?.state).toBe('completed');
    await expect.poll(() => live.series('training', 'loss')?.length).toBe(3 * stepsPerEpoch);
    expect(live.series('validation', 'accuracy')?.length).toBe(3);
    expect(live.active).toBe(false);
    expect(live.error).toBeNull();
    await expect.poll(() => live.progress?.step).toBe(3 * stepsPerEpoch);
    await expect.poll(() => live.picture?.kind).toBe('boundary');
    expect(useRunsStore().latest.get(live.run!.id)?.state).toBe('completed');
  });

  it('keeps what it trains, whatever becomes of the document', async () => {
    documentOf(1);
    const live = useLiveRunStore();
    await live.start();
    documentOf(7);
    await expect.poll(() => live.experiment?.training.epochs).toBe(1);
  });

  it('holds at a pause, goes on, and ends where it is stopped', async () => {
    documentOf(withoutEnd.epochs, withoutEnd);
    const live = useLiveRunStore();
    await live.start();
    await expect.poll(() => live.run?.state).toBe('running');
    await live.pause();
    await expect.poll(() => live.run?.state).toBe('paused');
    expect(live.active).toBe(true);
    await live.resume();
    await expect.poll(() => live.run?.state).toBe('running');
    await live.stop();
    await expect.poll(() => live.run?.state).toBe('stopped');
    expect(live.active).toBe(false);
  });

  it('is shown again when the window is loaded anew, with the curves it had', async () => {
    documentOf(2);
    const live = useLiveRunStore();
    await live.start();
    await expect.poll(() => live.series('training', 'loss')?.length).toBe(2 * stepsPerEpoch);
    await expect.poll(() => live.run?.state).toBe('completed');
    await nextTick();
    const id = live.run!.id;
    freshStores();
    const again = useLiveRunStore();
    await expect.poll(() => again.run?.id).toBe(id);
    await expect.poll(() => again.series('training', 'loss')?.length).toBe(2 * stepsPerEpoch);
  });

  it('is the one that was turned to while the engine was asked about the one before', async () => {
    documentOf(withoutEnd.epochs, withoutEnd);
    const live = useLiveRunStore();
    const shown = () => live.run?.id;
    await live.start();
    await expect.poll(shown).toBeDefined();
    const first = shown()!;
    await live.start();
    await expect.poll(shown).not.toBe(first);
    await expect.poll(shown).toBeDefined();
    const second = shown()!;

    const stopping = live.stop();
    live.show(first);
    await stopping;
    expect(shown()).not.toBe(second);
    await expect.poll(shown).toBe(first);

    const starting = live.start();
    live.show(second);
    await starting;
    await expect.poll(shown).toBe(second);
    const { runs } = await engine.runs.list({ states: ['queued', 'running'] });
    for (const { id } of runs) await engine.runs.stop({ runId: id });
  });

  it('is not what another window shows', async () => {
    documentOf(1);
    const live = useLiveRunStore();
    await live.start();
    await expect.poll(() => live.run).not.toBeNull();
    const shown = live.run!.id;
    const { runId: other } = await engine.runs.start({ experiment: useExperimentStore().experiment });
    useEngineStore().follow();
    const otherWindow = document.body.appendChild(document.createElement('iframe')).contentWindow!;
    const told = new Promise((done) => window.addEventListener('storage', done, { once: true }));
    otherWindow.localStorage.setItem('layerlab.shownRun', other);
    await told;
    await engine.runs.rename({ runId: other, name: 'of another window' });
    await expect.poll(() => useRunsStore().latest.get(other)?.name).toBe('of another window');
    expect(live.run?.id).toBe(shown);
  });

  it('is nothing any more when it has been deleted', async () => {
    documentOf(1);
    const live = useLiveRunStore();
    await live.start();
    await expect.poll(() => live.run?.state).toBe('completed');
    await useRunsStore().remove([live.run!.id]);
    freshStores();
    const again = useLiveRunStore();
    await expect.poll(() => again.loading || again.run !== null).toBe(false);
    expect(again.series('training', 'loss')).toBeUndefined();
  });

  it('is drawn only while the workbench is shown, and at once when it is shown again', async () => {
    usePagesStore().show('runs');
    documentOf(2);
    const live = useLiveRunStore();
    await live.start();
    await expect.poll(() => live.series('training', 'loss')?.length).toBe(2 * stepsPerEpoch);
    expect(live.progress).toBeNull();
    usePagesStore().show('workbench');
    await expect.poll(() => live.progress?.step).toBe(2 * stepsPerEpoch);
  });

  it('says what is wrong where the engine refuses to train', async () => {
    useExperimentStore().edit('Take the layers out', (draft: Experiment) => {
      draft.network.layers = [];
      draft.network.edges = [];
    });
    const live = useLiveRunStore();
    await live.start();
    expect(live.run).toBeNull();
    expect(live.error?.message).toBeTruthy();
    expect(live.pending).toBeNull();
  });
});
