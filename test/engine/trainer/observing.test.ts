import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExperimentInput } from '@shared/experiment/experiment';
import { chain } from '@shared/experiment/templates/template';
import { observationSteps } from '@shared/training/observation';
import { readCheckpoint } from '../../../src-main/trainer/checkpoints/checkpoint';
import { StopAfter, Workplace, type Outcome } from './trainHere';

let place: Workplace;
beforeEach(() => (place = new Workplace()));
afterEach(() => place.remove());

/** Dropout, batch normalization, batches that do not divide the data, Adam: everything that being seen could disturb. */
const moons = (training: ExperimentInput['training'], draws = true): ExperimentInput => ({
  version: 1,
  name: 'moons',
  network: {
    layers: [
      { id: 'input', kind: 'input' },
      { id: 'hidden', kind: 'dense', units: 12 },
      { id: 'normalized', kind: 'batchNormalization' },
      { id: 'relu', kind: 'relu' },
      ...(draws ? [{ id: 'dropout', kind: 'dropout', rate: 0.3 }] : []),
      { id: 'scores', kind: 'dense', units: 2 },
    ],
    edges: [
      ['input', 'hidden'],
      ['hidden', 'normalized'],
      ['normalized', 'relu'],
      ...(draws ? [['relu', 'dropout']] : []),
      [draws ? 'dropout' : 'relu', 'scores'],
    ],
  } as ExperimentInput['network'],
  dataset: { kind: 'moons', examples: 250 },
  training: { optimizer: { kind: 'adam', learningRate: 0.01 }, batchSize: 30, epochs: 5, ...training },
});

const stateAtEnd = () => readCheckpoint(join(place.directory, 'last.safetensors')).tensors;

const observationsOf = (outcome: Outcome) =>
  outcome.messages.flatMap((message) => (message.type === 'observation' ? [message.observation] : []));

describe.each(['plain', 'xla'] as const)('a run whose steps are run %s', (compilation) => {
  it('ends with the same bits whether its layers are looked at or not', async () => {
    const unseen = await place.train(
      await place.job(moons({ compilation, observation: 'off' }, compilation === 'plain')),
    );
    const expected = stateAtEnd();
    const seen = await place.train(await place.job(moons({ compilation }, compilation === 'plain')));
    expect(observationsOf(unseen)).toEqual([]);
    expect(observationsOf(seen).length).toBeGreaterThan(10);
    expect(stateAtEnd()).toEqual(expected);
  });
});

describe('a run that is observed', () => {
  it('is seen at the planned steps, with the update of the step before', async () => {
    const job = await place.job(moons({}));
    const seen = observationsOf(await place.train(job));
    const stepsPerEpoch = Math.ceil(job.dataset.splits.training / 30);
    expect(seen.map(({ step }) => step)).toEqual(observationSteps({ stepsPerEpoch, epochs: 5 }));
    const updates = seen.map(
      ({ layers }) => layers.find(({ layer }) => layer === 'hidden')?.weights[0]?.updateNorm,
    );
    expect(updates[0]).toBeNull();
    expect(updates.slice(1).every((update) => typeof update === 'number' && update > 0)).toBe(true);
  });

  it('tells of its first step before its layers are looked at, which is seen all the same', async () => {
    const { messages } = await place.train(await place.job(moons({})));
    const types = messages.map(({ type }) => type);
    expect(types.indexOf('metrics')).toBeLessThan(types.indexOf('observation'));

    const stopped = await place.train(await place.job(moons({})), { control: new StopAfter(0) });
    expect(stopped.finished.state).toBe('stopped');
    expect(observationsOf(stopped).map(({ step }) => step)).toEqual([0]);
  });

  it('is looked at before its first step where a second copy of its weights would be large', async () => {
    const layers = chain(
      { id: 'input', kind: 'input' },
      { id: 'wide', kind: 'dense', units: 2900 },
      { id: 'wider', kind: 'dense', units: 2900 },
      { id: 'scores', kind: 'dense', units: 2 },
    );
    const job = await place.job({
      ...moons({ epochs: 1 }),
      network: layers as ExperimentInput['network'],
      dataset: { kind: 'moons', examples: 20 },
    });
    const { messages } = await place.train(job);
    const types = messages.map(({ type }) => type);
    expect(types.indexOf('observation')).toBeLessThan(types.indexOf('metrics'));
  });

  it('stopped and gone on, is seen as in one go and ends with the same bits', async () => {
    const whole = observationsOf(await place.train(await place.job(moons({}))));
    const expected = stateAtEnd();
    const [job, resumed] = [await place.job(moons({})), await place.job(moons({}), { resume: true })];
    const first = await place.train(job, { control: new StopAfter(4), longestSlice: 3 });
    expect(first.finished.state).toBe('stopped');
    const second = await place.train(resumed);
    expect(stateAtEnd()).toEqual(expected);
    expect([...observationsOf(first), ...observationsOf(second)]).toEqual(whole);
  });
});
