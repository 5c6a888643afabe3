import type { Experiment } from '@shared/experiment/experiment';
import { parseExperiment } from '@shared/experiment/parsing';
import { chain } from '@shared/experiment/templates/template';
import { layerIdSchema } from '@shared/ids';
import { beforeEach, expect, it } from 'vitest';
import { useExperimentStore } from '../../../src-renderer/stores/document/experiment';
import { useExampleMapsStore } from '../../../src-renderer/stores/runs/looking/exampleMaps';
import { useLiveRunStore } from '../../../src-renderer/stores/runs/liveRun';
import { freshStores } from '../page/mounting';

beforeEach(() => void freshStores());

/** A small net on so many images; a fifth of them is observed. */
async function trainOn(examples: number): Promise<void> {
  const experiment = parseExperiment({
    version: 1,
    name: 'digits',
    network: chain(
      { id: 'input', kind: 'input' },
      { id: 'edges', kind: 'conv2d', filters: 2, kernelSize: 3 },
      { id: 'flat', kind: 'flatten' },
      { id: 'scores', kind: 'dense', units: 10 },
    ),
    dataset: { kind: 'renderedDigits', examples },
    training: { epochs: 1, batchSize: 16, optimizer: { kind: 'sgd', learningRate: 0.01 } },
  });
  useExperimentStore().edit('Train on images', (draft: Experiment) => void Object.assign(draft, experiment));
  const live = useLiveRunStore();
  await live.start();
  await expect.poll(() => live.run?.state).toBe('completed');
}

it('shows the first image of another run, which may have fewer than the one that was chosen', async () => {
  const maps = useExampleMapsStore();
  maps.layer = layerIdSchema.parse('edges');
  await trainOn(60);
  await expect.poll(() => maps.shown?.examples).toBe(12);
  const first = maps.shown?.example.index;
  maps.example = 11;
  await expect.poll(() => maps.shown?.example.index).not.toBe(first);
  await trainOn(30);
  await expect.poll(() => maps.shown?.examples).toBe(6);
  expect(maps.example).toBe(0);
});
