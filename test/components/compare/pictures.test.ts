import { parseExperiment } from '@shared/experiment/parsing';
import { chain } from '@shared/experiment/templates/template';
import { expect, it } from 'vitest';
import ComparePictures from '../../../src-renderer/features/compare/pictures/ComparePictures.vue';
import { engine } from '../../../src-renderer/shared/engine/client';
import { mountInApp } from '../page/mounting';

/** A run that has ended. */
async function trained(name: string, observation: 'auto' | 'off') {
  const experiment = parseExperiment({
    version: 1,
    name,
    network: chain(
      { id: 'input', kind: 'input' },
      { id: 'hidden', kind: 'dense', units: 4 },
      { id: 'relu', kind: 'relu' },
      { id: 'scores', kind: 'dense', units: 2 },
    ),
    dataset: { kind: 'moons', examples: 100 },
    training: { epochs: 2, batchSize: 20, observation, optimizer: { kind: 'adam', learningRate: 0.05 } },
  });
  const { runId } = await engine.runs.start({ experiment });
  await expect.poll(async () => (await engine.runs.get({ runId })).state).toBe('completed');
  return engine.runs.get({ runId });
}

it('shows each run at one moment, and no picture of one that has nothing kept up to it', async () => {
  const runs = [await trained('seen', 'auto'), await trained('unseen', 'off')];
  const app = mountInApp(ComparePictures, { runs });
  const ofRuns = () => app.findAll('.figures > figure');
  const figures = () => ofRuns().map((figure) => figure.text());
  const canvases = () => ofRuns().map((figure) => figure.find('canvas').exists());
  await expect.poll(canvases).toEqual([true, true]);
  await app.get('[aria-label="Moment of the training"]').setValue(0);
  await expect.poll(() => figures()[0]).toContain('step 0');
  expect(canvases()).toEqual([true, false]);
  expect(figures()[1]).toContain('nothing kept up to step 0');
  expect(figures()[1]).not.toContain('epoch');
  await app.get('[aria-label="Moment of the training"]').setValue(1_000);
  await expect.poll(canvases).toEqual([true, true]);
  expect(figures()[1]).not.toContain('nothing kept');
});
