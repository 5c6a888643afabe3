import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { floatOf } from '../../../src-main/engine/trackers/pythonNumbers';
import { readTracker } from '../../../src-main/engine/trackers';
import { temporaryFolder } from '../support/workspace';

const fixtures = join(import.meta.dirname, '../../fixtures/trackers');
const folder = join(fixtures, 'neptune');

interface Read {
  readonly parameters: Record<string, unknown>;
  readonly series: Record<string, [step: string, value: string, milliseconds: number][]>;
}
/** What pyarrow reads, by run. */
const expected = JSON.parse(readFileSync(join(fixtures, 'neptune.json'), 'utf8')) as Record<string, Read>;

describe('what Neptune’s exporter has left', () => {
  it('gives every point and setting that pyarrow reads, over all parts of a run', async () => {
    const { from, runs } = await readTracker(folder);
    expect(from).toBe('neptune');
    expect(runs.map(({ name }) => name)).toEqual(Object.keys(expected));
    for (const run of runs) {
      const { parameters = {}, series = {} } = expected[run.name] ?? {};
      const dotted = Object.entries(parameters).map(([name, value]) => [name.replaceAll('/', '.'), value]);
      expect(run.parameters).toEqual(Object.fromEntries(dotted));
      expect(run.series.map(({ tag }) => tag)).toEqual(Object.keys(series));
      const perStep = run.name === 'SPI-2' ? 100 : 1;
      for (const { tag, steps, values, times } of run.series) {
        const points = steps.map((step, at) => [
          step / perStep,
          values[at],
          Math.round((times?.[at] ?? 0) * 1000),
        ]);
        expect(points).toEqual(
          (series[tag] ?? []).map(([step, value, time]) => [Number(step), floatOf(value), time]),
        );
      }
    }
  });

  it('says what was left out, and that steps with decimals were made whole', async () => {
    const { runs } = await readTracker(folder);
    const [first, second] = runs;
    expect(first?.remarks).toEqual([
      'Left out: sys/tags (string_set).',
      'Left out: config/depth (int without a value).',
      'Left out: config/augmented (bool without a value).',
      'Left out: config/begun (datetime without a value).',
      'Left out: logs/out (string_series).',
      'Left out: model (file).',
      'Left out: weights (histogram_series).',
    ]);
    expect(second?.remarks[0]).toBe(
      'Steps have up to 2 decimal places: all are multiplied by 100 to be whole.',
    );
    expect(first).toMatchObject({
      status: 'finished',
      tags: ['our-team/spirals', 'wide nets'],
      started: Date.UTC(2026, 2, 1, 12) / 1000,
      finished: Date.UTC(2026, 2, 1, 12, 5) / 1000,
    });
  });

  it('can be one file of it', async () => {
    const { runs } = await readTracker(join(folder, 'our-team_spirals_1f3a', 'SPI-1_part_1.parquet'));
    expect(runs.map(({ name }) => name)).toEqual(['SPI-1']);
  });

  it('is refused where a part is damaged, or a file is of another kind', async () => {
    const copy = join(temporaryFolder(), 'neptune');
    cpSync(folder, copy, { recursive: true });
    const part = join(copy, 'our-team_spirals_1f3a', 'SPI-2_part_1.parquet');
    writeFileSync(part, readFileSync(part).subarray(0, 3000));
    await expect(readTracker(copy)).rejects.toMatchObject({ code: 'badDataset' });
    const other = join(temporaryFolder(), 'other.parquet');
    writeFileSync(other, 'no table');
    await expect(readTracker(other, 'neptune')).rejects.toMatchObject({ code: 'badDataset' });
  });
});
