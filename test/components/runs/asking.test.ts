import { runIdSchema } from '@shared/ids';
import { expect, it } from 'vitest';
import { engine } from '../../../src-renderer/shared/engine/client';
import { quietly } from '../../../src-renderer/stores/runs/looking/asking';

it('says nothing of what the engine refuses, and hides no mistake of the window’s program', async () => {
  await quietly(async () => {
    await engine.runs.get({ runId: runIdSchema.parse('gone') });
  });
  const mistake = () => Promise.reject(new TypeError('no function'));
  await expect(quietly(mistake)).rejects.toThrow('no function');
});
