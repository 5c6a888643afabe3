import { parseExperiment } from '@shared/experiment/parsing';
import { chain } from '@shared/experiment/templates/template';
import { expect, it } from 'vitest';
import ExcitingExamples from '../../../src-renderer/features/editor/inspector/insight/ExcitingExamples.vue';
import { useExperimentStore } from '../../../src-renderer/stores/document/experiment';
import { useLiveRunStore } from '../../../src-renderer/stores/runs/liveRun';
import { freshStores, mountInApp } from '../page/mounting';

/** A small net on images, whose convolution has so many filters. */
async function trainWith(filters: number): Promise<void> {
  const experiment = parseExperiment({
    version: 1,
    name: 'digits',
    network: chain(
      { id: 'input', kind: 'input' },
      { id: 'edges', kind: 'conv2d', filters, kernelSize: 3 },
      { id: 'flat', kind: 'flatten' },
      { id: 'scores', kind: 'dense', units: 10 },
    ),
    dataset: { kind: 'renderedDigits', examples: 30 },
    training: { epochs: 1, batchSize: 16, optimizer: { kind: 'sgd', learningRate: 0.01 } },
  });
  useExperimentStore().edit('Train on images', (draft) => void Object.assign(draft, experiment));
  const live = useLiveRunStore();
  await live.start();
  await expect.poll(() => live.run?.state).toBe('completed');
}

it('shows the last unit of a run that has fewer than the one that was chosen', async () => {
  const pinia = freshStores();
  const panel = mountInApp(ExcitingExamples, { layer: 'edges', word: 'Channel', unit: 2 }, { pinia });
  await trainWith(3);
  await expect.poll(() => panel.text()).toContain('Channel 3 of 3');
  await trainWith(2);
  await expect.poll(() => panel.text()).toContain('Channel 2 of 2');
  panel.unmount();
});
