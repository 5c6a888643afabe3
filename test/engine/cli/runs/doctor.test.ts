import { describe, expect, it } from 'vitest';
import { chain } from '@shared/experiment/templates/template';
import { patience } from '../../../patience';
import { writeExperiment } from '../../../support/experiments';
import { folderForAll } from '../../support/workspace';
import { lastOf, layerlab } from '../support/layerlab';

/** All hidden units are dead: inputs from 0 to 1 and negative weights. */
const dead = {
  version: 1,
  name: 'dead',
  network: chain(
    { id: 'input', kind: 'input' },
    { id: 'hidden', kind: 'dense', units: 16, initializer: { kind: 'uniform', minimum: -1, maximum: -0.1 } },
    { id: 'relu', kind: 'relu' },
    { id: 'scores', kind: 'dense', units: 2 },
  ),
  dataset: { kind: 'moons', examples: 300, scaling: 'unit' },
  training: { epochs: 10, optimizer: { kind: 'adam', learningRate: 0.01 }, observation: 'auto' },
};

describe('layerlab doctor', { timeout: patience.test(4) }, () => {
  const home = folderForAll();
  const file = writeExperiment(home, dead);

  it('names what is wrong, as train and show do, tries a remedy and says what it did', async () => {
    const trained = lastOf(await layerlab('train', file, '--home', home, '--json'));
    const runId = String(trained['runId']);
    const told = await layerlab('doctor', runId, '--home', home, '--json');
    expect(told).toMatchObject({ code: 0, stderr: '' });
    const { findings } = lastOf(told) as { findings: Record<string, unknown>[] };
    expect(Object.keys(findings[0] ?? {})).toEqual([
      'kind',
      'layer',
      'severity',
      'confidence',
      'since',
      'evidence',
      'causedBy',
      'remedies',
    ]);
    expect(findings[0]).toMatchObject({
      kind: 'deadUnits',
      layer: 'relu',
      severity: 'problem',
      since: { step: 0, epoch: 0 },
      causedBy: null,
    });
    expect(findings.slice(1).every(({ causedBy }) => causedBy === 'deadUnits')).toBe(true);
    expect(trained['findings']).toEqual(findings);
    expect(lastOf(await layerlab('show', runId, '--home', home, '--json'))['findings']).toEqual(findings);

    const tried = lastOf(await layerlab('doctor', runId, '--try', '1', '--home', home, '--json'));
    expect(tried).toMatchObject({
      gone: true,
      remedyOf: { runId, kind: 'deadUnits', layer: 'relu' },
      findings: [],
    });
    const { before, after } = tried['validationLoss'] as { before: number; after: number };
    expect(after).toBeLessThan(before);
    const shown = lastOf(await layerlab('show', String(tried['runId']), '--home', home, '--json'));
    expect(shown['remedyOf']).toMatchObject({ runId });

    const over = await layerlab('doctor', runId, '--try', '1', '--seeds', '1,2', '--home', home, '--json');
    expect(over).toMatchObject({ code: 0, stderr: '' });
    const { seeds, ...summary } = lastOf(over) as {
      seeds: { seed: number; validationLoss: { before: number; after: number } }[];
      validationLoss: unknown;
    };
    expect(seeds).toMatchObject([
      { seed: 1, gone: true },
      { seed: 2, gone: true },
    ]);
    for (const { validationLoss } of seeds) expect(validationLoss.after).toBeLessThan(validationLoss.before);
    const meanOf = (side: 'before' | 'after') =>
      seeds.reduce((sum, each) => sum + each.validationLoss[side], 0) / seeds.length;
    expect(summary).toMatchObject({
      gone: true,
      remedyOf: { runId },
      validationLoss: { before: meanOf('before'), after: meanOf('after') },
    });
    const aimless = await layerlab('doctor', runId, '--seeds', '1,2', '--home', home, '--json');
    expect(lastOf(aimless)).toMatchObject({
      type: 'failed',
      error: { code: 'badArgument', where: '--seeds' },
    });

    const beyond = await layerlab('doctor', runId, '--try', '99', '--home', home, '--json');
    expect(beyond.code).toBe(1);
    expect(lastOf(beyond)).toMatchObject({ type: 'failed', error: { code: 'badArgument' } });
  });

  it('gives each side its own mean where the run as it was diverges with every seed', async () => {
    const wild = {
      ...dead,
      name: 'wild',
      network: chain(
        { id: 'input', kind: 'input' },
        { id: 'hidden', kind: 'dense', units: 8 },
        { id: 'relu', kind: 'relu' },
        { id: 'scores', kind: 'dense', units: 2 },
      ),
      training: { epochs: 2, optimizer: { kind: 'sgd', learningRate: 1e30 }, observation: 'auto' },
    };
    const trained = await layerlab('train', writeExperiment(home, wild), '--home', home, '--json');
    const runId = String(lastOf(trained)['runId']);
    const over = await layerlab('doctor', runId, '--try', '1', '--seeds', '1..2', '--home', home, '--json');
    const { seeds, ...summary } = lastOf(over) as {
      seeds: { runs: { after: string }; validationLoss: { after: number } }[];
    };
    expect(seeds).toMatchObject([{ states: { before: 'diverged' } }, { states: { before: 'diverged' } }]);
    const [one, other] = seeds.map(({ validationLoss }) => validationLoss.after);
    expect(summary).toMatchObject({
      validationLoss: { before: null, after: ((one ?? 0) + (other ?? 0)) / 2 },
      seedsWithLoss: { before: 0, after: 2 },
    });
    const named = await layerlab('show', seeds[0]?.runs.after ?? '', '--home', home, '--json');
    expect(lastOf(named)).toMatchObject({ name: 'wild, with remedy (seed 1)', remedyOf: { runId } });
  });

  it('has nothing to say of a run that was not observed', async () => {
    const unseen = lastOf(
      await layerlab('train', file, '--set', 'training.observation=off', '--home', home, '--json'),
    );
    const told = await layerlab('doctor', String(unseen['runId']), '--home', home, '--json');
    expect(lastOf(told)).toEqual({ findings: [] });
    expect((await layerlab('doctor', String(unseen['runId']), '--home', home)).stdout).toMatch(
      /not observed/,
    );
  });
});
