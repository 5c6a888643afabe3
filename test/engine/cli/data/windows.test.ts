import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chain } from '@shared/experiment/templates/template';
import { patience } from '../../../patience';
import { writeExperiment } from '../../../support/experiments';
import { folderForAll } from '../../support/workspace';
import { lastOf, layerlab, linesOf } from '../support/layerlab';

interface Case {
  readonly name: string;
  readonly csv: string;
  readonly windows: { readonly steps: number; readonly horizon: number };
  readonly splits: Readonly<
    Record<
      'training' | 'validation' | 'test',
      {
        readonly targets: readonly (readonly number[])[];
        readonly naive: Readonly<
          Record<'lastValue' | 'seasonal', { readonly loss: number; readonly meanAbsoluteError: number }>
        >;
      }
    >
  >;
}

const oracle = JSON.parse(readFileSync('test/fixtures/windows/windows.json', 'utf8')) as Case[];
const network = chain(
  { id: 'input', kind: 'input' },
  { id: 'convolution', kind: 'conv1d', filters: 3 },
  { id: 'relu', kind: 'relu' },
  { id: 'flatten', kind: 'flatten' },
  { id: 'forecast', kind: 'dense', units: 3 },
);

describe('a series in time, by the command line', { timeout: patience.test(3) }, () => {
  const home = folderForAll();
  const example = oracle.find(({ name }) => name.includes('with a season'));
  if (example === undefined) throw new Error('the oracle has a series with a season');
  const { csv, windows, splits } = example;
  const series = join(home, 'series.csv');
  writeFileSync(series, csv);
  const experimentOf = (more: object) => ({
    version: 1,
    name: 'series',
    network,
    dataset: {
      kind: 'csv',
      path: 'series.csv',
      target: 'y',
      columns: { time: { role: 'time' } },
      windows,
      validationFraction: 0.25,
      testFraction: 0.2,
    },
    training: { loss: 'meanSquaredError', epochs: 3, batchSize: 8 },
    ...more,
  });
  const file = writeExperiment(home, experimentOf({}));

  let finished: {
    readonly state: string;
    readonly metrics: Readonly<Record<string, number>>;
    readonly naive: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };

  it('is valid, and trained beside the naive forecasts that NumPy makes', async () => {
    expect(await layerlab('validate', file, '--home', home)).toMatchObject({ code: 0, stderr: '' });
    finished = lastOf(await layerlab('train', file, '--home', home, '--json'));
    expect(finished.state).toBe('completed');
    for (const kind of ['lastValue', 'seasonal'] as const) {
      for (const split of ['training', 'validation', 'test'] as const) {
        const wanted = splits[split].naive[kind];
        const found = finished.naive[kind] ?? {};
        expect(found[`${split}Loss`], `${kind} of ${split}`).toBeCloseTo(wanted.loss, 4);
        if (split === 'training') continue;
        expect(found[`${split}MeanAbsoluteError`]).toBeCloseTo(wanted.meanAbsoluteError, 4);
      }
    }
    const { stdout } = await layerlab('show', 'last', '--home', home);
    expect(stdout).toContain('the last value again: ');
    expect(stdout).toContain('the value of a season before: ');
  });

  it('is continued by predict from each of its windows, as far off as the run says', async () => {
    const out = join(home, 'predicted.csv');
    expect((await layerlab('predict', 'last', '--input', series, '--out', out, '--home', home)).code).toBe(0);
    const [head, ...rows] = readFileSync(out, 'utf8').trim().split('\n');
    expect(head).toBe('line,prediction 1,prediction 2,prediction 3');
    // 60 rows behind the header: the first window ends on the line of its eighth row.
    expect(rows.map((row) => Number(row.split(',')[0]))).toEqual(
      Array.from({ length: 60 - windows.steps + 1 }, (_, at) => at + windows.steps + 1),
    );
    // Rows 33 to 47 are for validation: the windows that lie in them end on the lines from 42 on.
    const { targets } = splits.validation;
    const errors = targets.flatMap((values, at) => {
      const answers = (rows[33 + at] ?? '').split(',').slice(1).map(Number);
      return values.map((value, ahead) => Math.abs(value - (answers[ahead] ?? NaN)));
    });
    expect(errors).toHaveLength(5 * windows.horizon);
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeCloseTo(
      finished.metrics['bestValidationMeanAbsoluteError'] ?? NaN,
      4,
    );
    const told = linesOf(await layerlab('predict', 'last', '--input', series, '--home', home, '--json'));
    expect(told[0]).toMatchObject({ type: 'prediction', example: '9' });
    expect(told[0]?.['values']).toHaveLength(3);
    expect(told[0]).not.toHaveProperty('value');
  });

  it('is refused by predict with its line where its rows are too few, out of order or lacking', async () => {
    const refusalOf = async (change: (lines: string[]) => readonly string[]) => {
      const input = join(home, 'changed.csv');
      writeFileSync(input, `${change(csv.trim().split('\n')).join('\n')}\n`);
      const refused = await layerlab('predict', 'last', '--input', input, '--home', home);
      expect(refused.code).toBe(1);
      return refused.stderr;
    };
    expect(await refusalOf((lines) => lines.slice(0, 6))).toContain('has 5 rows, and the model takes 8');
    const [head = '', first = ''] = csv.split('\n');
    expect(await refusalOf((lines) => [head, ...lines.slice(2), first])).toContain(
      'line 61 is earlier than line 60',
    );
    expect(await refusalOf((lines) => lines.toSpliced(20, 3))).toContain('4 times the usual step');
  });

  it('is exported with its proof, the windows in its card', async () => {
    const out = join(home, 'series.onnx');
    const exported = await layerlab('export', 'last', '--out', out, '--home', home, '--json');
    expect(exported.code).toBe(0);
    const predicted = await layerlab('predict', out, '--input', series, '--home', home, '--json');
    expect(linesOf(predicted)).toHaveLength(60 - windows.steps + 2);
  });

  it('needs as many outputs as it has values to predict, and says so', async () => {
    const dataset = { ...experimentOf({}).dataset, windows: { ...windows, horizon: 2 } };
    const other = writeExperiment(home, { ...experimentOf({ dataset }), name: 'two' });
    const { code, stderr } = await layerlab('validate', other, '--home', home);
    expect(code).toBe(1);
    expect(stderr).toContain('The data set has 2 values to predict, the network gives 3');
    expect(stderr).toContain('Set the last Dense layer to 2 units.');
  });

  it('is swept where its times are dates: what was read of them is read again by each point', async () => {
    const training = { ...experimentOf({}).training, epochs: 1 };
    const sweep = { method: 'grid', parameters: { 'network.convolution.filters': [2, 3] } };
    const swept = writeExperiment(home, { ...experimentOf({ training, sweep }), name: 'swept' });
    const { code, stdout, stderr } = await layerlab('sweep', swept, '--home', home, '--json');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(lastOf({ stdout })).toMatchObject({ type: 'finished', runs: 2 });
  });
});
