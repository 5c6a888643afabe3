import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patience } from '../../patience';
import { layerlab } from './layerlab';

/** All hidden units are dead: inputs from 0 to 1 and negative weights. */
const dead = {
  version: 1,
  name: 'dead',
  network: {
    layers: [
      { id: 'input', kind: 'input' },
      {
        id: 'hidden',
        kind: 'dense',
        units: 16,
        initializer: { kind: 'uniform', minimum: -1, maximum: -0.1 },
      },
      { id: 'relu', kind: 'relu' },
      { id: 'scores', kind: 'dense', units: 2 },
    ],
    edges: [
      ['input', 'hidden'],
      ['hidden', 'relu'],
      ['relu', 'scores'],
    ],
  },
  dataset: { kind: 'moons', examples: 300, scaling: 'unit' },
  training: { epochs: 10, optimizer: { kind: 'adam', learningRate: 0.01 } },
};

const last = (stdout: string) =>
  JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;

describe('layerlab doctor', { timeout: patience.test(4) }, () => {
  let home: string;
  let file: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'layerlab-doctor-'));
    file = join(home, 'dead.layerlab.json');
    writeFileSync(file, JSON.stringify(dead));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));

  it('names what is wrong, as train and show do, tries a remedy and says what it did', async () => {
    const trained = last((await layerlab('train', file, '--home', home, '--json')).stdout);
    const runId = String(trained['runId']);
    const told = await layerlab('doctor', runId, '--home', home, '--json');
    expect(told).toMatchObject({ code: 0, stderr: '' });
    const { findings } = last(told.stdout) as { findings: Record<string, unknown>[] };
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
    expect(last((await layerlab('show', runId, '--home', home, '--json')).stdout)['findings']).toEqual(
      findings,
    );

    const tried = last((await layerlab('doctor', runId, '--try', '1', '--home', home, '--json')).stdout);
    expect(tried).toMatchObject({
      gone: true,
      remedyOf: { runId, kind: 'deadUnits', layer: 'relu' },
      findings: [],
    });
    const { before, after } = tried['validationLoss'] as { before: number; after: number };
    expect(after).toBeLessThan(before);
    const shown = last((await layerlab('show', String(tried['runId']), '--home', home, '--json')).stdout);
    expect(shown['remedyOf']).toMatchObject({ runId });

    const beyond = await layerlab('doctor', runId, '--try', '99', '--home', home, '--json');
    expect(beyond.code).toBe(1);
    expect(last(beyond.stdout)).toMatchObject({ type: 'failed', error: { code: 'badArgument' } });
  });

  it('has nothing to say of a run that was not observed', async () => {
    const unseen = last(
      (await layerlab('train', file, '--set', 'training.observation=off', '--home', home, '--json')).stdout,
    );
    const told = await layerlab('doctor', String(unseen['runId']), '--home', home, '--json');
    expect(last(told.stdout)).toEqual({ findings: [] });
    expect((await layerlab('doctor', String(unseen['runId']), '--home', home)).stdout).toMatch(
      /not observed/,
    );
  });
});
