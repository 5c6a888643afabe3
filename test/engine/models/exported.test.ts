import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { experimentSchema } from '@shared/experiment/experiment';
import { patience } from '../../patience';
import { smallNetwork } from '../../support/experiments';
import { openEngine, watchUntil } from '../support/engine';
import { programs } from '../support/programs';
import { temporaryFolder } from '../support/workspace';

it(
  'an exported model is still that file as long as the weights beside it are, too',
  async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const { runId } = await client.runs.start({
      experiment: experimentSchema.parse({
        version: 1,
        network: smallNetwork(),
        dataset: { kind: 'spirals', examples: 60 },
        training: { epochs: 1, observation: 'off' },
      }),
    });
    await watchUntil(client, runId);
    for (const format of ['tfjs', 'pytorch'] as const) {
      const asked = join(temporaryFolder(), format === 'tfjs' ? 'model.json' : 'model.py');
      const { path, besidePaths } = await client.exports.create({ runId, path: asked, format });
      if (path === null) throw new Error('it was not handed out');
      const state = async () => (await client.models.check({ path })).state;
      expect(await state()).toBe('unchanged');
      const [weights = ''] = besidePaths;
      const bytes = readFileSync(weights);
      const last = bytes.length - 1;
      bytes[last] = (bytes[last] ?? 0) ^ 1;
      writeFileSync(weights, bytes);
      expect(await client.models.check({ path })).toEqual({ state: 'changed', changed: [weights] });
      bytes[last] = (bytes[last] ?? 0) ^ 1;
      writeFileSync(weights, bytes);
      expect(await state()).toBe('unchanged');
      rmSync(weights);
      expect(await state()).toBe('changed');
      rmSync(path);
      expect(await state()).toBe('gone');
    }
  },
  patience.test(3),
);
