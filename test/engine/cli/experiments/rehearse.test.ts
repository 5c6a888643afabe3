import { describe, expect, it } from 'vitest';
import { patience } from '../../../patience';
import { smallNetwork, writeExperiment } from '../../../support/experiments';
import { folderForAll } from '../../support/workspace';
import { lastOf, layerlab } from '../support/layerlab';

describe('layerlab rehearse', { timeout: patience.test(3) }, () => {
  const home = folderForAll();
  const file = writeExperiment(home, {
    version: 1,
    name: 'moons',
    network: smallNetwork(16),
    dataset: { kind: 'moons', examples: 100 },
    training: { optimizer: { kind: 'adam', learningRate: 0.01 } },
  });

  it('says whether a net can learn twenty examples by heart, by its exit code too', async () => {
    const learned = await layerlab('rehearse', file, '--home', home, '--json');
    expect(learned).toMatchObject({ code: 0, stderr: '' });
    expect(lastOf(learned)).toMatchObject({
      type: 'rehearsed',
      verdict: 'learned',
      examples: 20,
      right: 20,
      findings: [],
    });

    const setting = 'network.hidden.initializer=zeros';
    const stuck = await layerlab('rehearse', file, '--set', setting, '--home', home);
    expect(stuck.code).toBe(1);
    expect(stuck.stdout).toMatch(
      /^It could not learn 20 examples by heart: it stood still with 10 of them right/,
    );
    expect(stuck.stdout).toContain('✗ Every layer tells examples apart');
    expect(stuck.stdout).toContain('problem: ');
  });

  it('refuses what could not be trained, with its place', async () => {
    const refused = await layerlab(
      'rehearse',
      file,
      '--set',
      'network.scores.units=5',
      '--home',
      home,
      '--json',
    );
    expect(refused.code).toBe(1);
    const { error } = lastOf(refused) as { error: { where: string } };
    expect(error.where).toContain('network.scores.units=5');
  });
});
