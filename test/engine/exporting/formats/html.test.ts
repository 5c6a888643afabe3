import type { Experiment } from '@shared/experiment/experiment';
import { experimentSchema } from '@shared/experiment/experiment';
import { chain } from '@shared/experiment/templates/template';
import { describe, expect, it } from 'vitest';
import { trainedNetwork } from '../trained';
import { encoded } from './exported';

const experiment: Experiment = experimentSchema.parse({
  version: 1,
  network: chain(
    { id: 'input', kind: 'input' },
    { id: 'flat', kind: 'flatten' },
    { id: 'value', kind: 'dense', units: 1 },
  ),
  dataset: { kind: 'moons' },
  training: { loss: 'meanSquaredError' },
});

/** A network on examples of this shape, as a page. */
async function pageOf(inputShape: readonly number[], more: object = {}): Promise<string> {
  const { trained, session } = trainedNetwork(experiment, inputShape, 4);
  session.dispose();
  const dataset = { ...trained.dataset, ...more };
  return (await encoded({ ...trained, dataset }, { format: 'html' })).bytes.toString();
}

/** The input that the page is told to have. */
async function inputOf(inputShape: readonly number[], more: object = {}): Promise<unknown> {
  const page = await pageOf(inputShape, more);
  const facts = /id="facts">([^<]*)</.exec(page)?.[1] ?? expect.fail('a page has facts');
  return (JSON.parse(Buffer.from(facts, 'base64').toString()) as { input: unknown }).input;
}

describe('a page with a model', () => {
  it('has an input for rows, for images and for windows of a series in time', async () => {
    expect(await inputOf([6, 2], { windows: { steps: 6 } })).toBe('series');
    expect(await inputOf([3])).toBe('row');
    expect(await inputOf([8, 8, 1], { inputDtype: 'uint8' })).toBe('image');
  });

  it.each([
    ['rows of rows that are no series', [6, 2], {}, /6 × 2 values/],
    ['numbers laid out as an image', [8, 8, 1], {}, /8 × 8 × 1 values/],
  ])('is refused for %s, which it has no input for', async (_, inputShape, more, message) => {
    await expect(pageOf(inputShape, more)).rejects.toMatchObject({
      code: 'exportFailed',
      message: expect.stringMatching(message),
      where: 'test',
    });
  });
});
