import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Tensor } from '@tensorflow/tfjs';
import { bestBackend } from '../../../src-main/trainer/eager/tensorflow';
import { chain } from '@shared/experiment/templates/template';
import { experimentSchema } from '@shared/experiment/experiment';
import { openEngine, watchUntil } from '../support/engine';
import { programs } from '../support/programs';
import { temporaryFolder } from '../support/workspace';

async function trained(experiment: object) {
  const { client } = openEngine(temporaryFolder(), programs);
  const { runId } = await client.runs.start({ experiment: experimentSchema.parse(experiment) });
  await watchUntil(client, runId);
  return { client, model: { runId, checkpoint: 'best' as const } };
}

/** Points of a plane in three inputs. */
function planeTable(): string {
  const path = join(temporaryFolder(), 'plane.csv');
  const rows = Array.from({ length: 60 }, (_, row) => {
    const [a, b, c] = [Math.sin(row), Math.cos(2 * row), Math.sin(3 * row + 1)];
    return [a, b, c, 2 * a - b + 0.5 * c].map((value) => value.toFixed(4)).join(',');
  });
  writeFileSync(path, ['a,b,c,y', ...rows].join('\n'));
  return path;
}

describe('what mattered to an answer', () => {
  it('is, of a linear model, each input’s share of the value: together they are all of it', async () => {
    const { client, model } = await trained({
      version: 1,
      network: chain({ id: 'input', kind: 'input' }, { id: 'value', kind: 'dense', units: 1 }),
      dataset: { kind: 'csv', path: planeTable(), target: 'y', scaling: 'none' },
      training: { loss: 'meanSquaredError', epochs: 5, observation: 'off' },
    });
    const values = [1.5, -0.75, 0.25];
    const { shape, score, effects, ...found } = await client.models.attribute({ model, values });
    expect(found.class).toBeNull();
    expect(shape).toEqual([3]);
    const valueAt = async (inputs: number[]) => {
      const { prediction } = await client.models.try({ model, example: { kind: 'values', values: inputs } });
      return prediction.value ?? NaN;
    };
    expect(score).toBeCloseTo(await valueAt(values), 5);
    const nothing = await valueAt([0, 0, 0]);
    expect(effects.reduce((sum, effect) => sum + effect, 0)).toBeCloseTo(score - nothing, 4);
    for (const [place, value] of values.entries()) {
      const alone = [0, 0, 0].map((zero, at) => (at === place ? value : zero));
      expect(effects[place]).toBeCloseTo((await valueAt(alone)) - nothing, 4);
    }
  });

  it('is nothing where an image is as black as what covers it, and something where it is not', async () => {
    const { client, model } = await trained({
      version: 1,
      network: chain(
        { id: 'input', kind: 'input' },
        { id: 'flat', kind: 'flatten' },
        { id: 'scores', kind: 'dense', units: 10 },
      ),
      dataset: { kind: 'renderedDigits', examples: 500 },
      training: { epochs: 2, observation: 'off' },
    });
    const values = Array.from({ length: 28 * 28 }, (_, at) => {
      const [row, column] = [Math.floor(at / 28), at % 28];
      return row >= 4 && row < 24 && column >= 13 && column < 16 ? 255 : 0;
    });
    const { class: answered, shape, effects } = await client.models.attribute({ model, values });
    expect(answered).toMatch(/^\d$/);
    expect(shape).toEqual([28, 28]);
    const at = (row: number, column: number) => Math.abs(effects[28 * row + column] ?? NaN);
    expect(at(14, 3)).toBe(0);
    expect(at(14, 25)).toBe(0);
    expect(at(14, 14)).toBeGreaterThan(0);
  });

  it('is by gradient × input what automatic differentiation of the same network gives', async () => {
    const { client, model } = await trained({
      version: 1,
      network: chain(
        { id: 'input', kind: 'input' },
        { id: 'hidden', kind: 'dense', units: 6 },
        { id: 'tanh', kind: 'tanh' },
        { id: 'value', kind: 'dense', units: 1 },
      ),
      dataset: { kind: 'csv', path: planeTable(), target: 'y', scaling: 'none' },
      training: { loss: 'meanSquaredError', epochs: 20, observation: 'off' },
    });
    const values = [0.5, -0.75, 0.25];
    const { effects, score } = await client.models.attribute({ model, values, method: 'gradientTimesInput' });
    const out = join(temporaryFolder(), 'model.json');
    await client.exports.create({ format: 'tfjs', ...model, path: out });
    const { tf } = bestBackend();
    const network = await tf.loadLayersModel(`file://${out}`);
    const gradient = tf.grad((x) => (network.predict(x) as Tensor).sum())(tf.tensor2d([values]));
    const slopes = await gradient.data();
    for (const [place, value] of values.entries()) {
      expect(effects[place]).toBeCloseTo((slopes[place] ?? NaN) * value, 3);
    }
    const [predicted] = await (network.predict(tf.tensor2d([values])) as Tensor).data();
    expect(score).toBeCloseTo(predicted ?? NaN, 4);
  });

  it('is refused for another number of values, with the number that the model takes', async () => {
    const { client, model } = await trained({
      version: 1,
      network: chain({ id: 'input', kind: 'input' }, { id: 'scores', kind: 'dense', units: 2 }),
      dataset: { kind: 'moons', examples: 100 },
      training: { epochs: 1, observation: 'off' },
    });
    await expect(client.models.attribute({ model, values: [1, 2, 3] })).rejects.toMatchObject({
      data: { code: 'badDataset', message: 'The example has 3 values, the model takes 2' },
    });
  });
});
