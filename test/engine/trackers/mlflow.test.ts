import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTracker } from '../../../src-main/engine/trackers';
import { temporaryFolder } from '../support/workspace';

const fixtures = join(import.meta.dirname, '../../fixtures/trackers');

interface Read {
  readonly status: string;
  readonly params: Record<string, string>;
  readonly metrics: Record<string, [step: number, value: number | string, milliseconds: number][]>;
}
/** What MLflow's own client reads, by run. */
const expected = JSON.parse(readFileSync(join(fixtures, 'mlflow.json'), 'utf8')) as Record<
  'folder' | 'database',
  Record<string, Read>
>;

function database(): string {
  const path = join(temporaryFolder(), 'mlflow.db');
  writeFileSync(path, gunzipSync(readFileSync(join(fixtures, 'mlflow', 'mlflow.db.gz'))));
  return path;
}

const folder = join(fixtures, 'mlflow', 'mlruns');

/** As Python spells it; infinity as MLflow's database hands it out. */
const spelled = (value: number, store: 'folder' | 'database') =>
  Number.isFinite(value)
    ? value
    : Number.isNaN(value)
      ? 'nan'
      : store === 'database'
        ? Math.sign(value) * Number.MAX_VALUE
        : value > 0
          ? 'inf'
          : '-inf';

describe.each(['folder', 'database'] as const)('MLflow’s %s', (store) => {
  const read = () => readTracker(store === 'folder' ? folder : database());

  it('gives every point, setting and end that MLflow itself reads', async () => {
    const { from, runs } = await read();
    expect(from).toBe('mlflow');
    expect(runs.map(({ name }) => name).sort()).toEqual(Object.keys(expected[store]).sort());
    for (const run of runs) {
      const other = expected[store][run.name];
      expect(run.status).toBe(other?.status);
      expect(Object.keys(run.parameters ?? {}).sort()).toEqual(Object.keys(other?.params ?? {}).sort());
      expect(run.series.map(({ tag }) => tag).sort()).toEqual(Object.keys(other?.metrics ?? {}).sort());
      for (const { tag, steps, values, times } of run.series.filter((each) => each.tag !== 'without_steps')) {
        const points = steps.map((step, at) => [
          step,
          spelled(values[at] ?? NaN, store),
          Math.round((times?.[at] ?? 0) * 1000),
        ]);
        const inOrder = [...(other?.metrics[tag] ?? [])].sort(([a], [b]) => a - b);
        expect(points).toEqual(inOrder);
      }
    }
  });

  it('gives settings as what they are, tags, notes, and what MLflow has deleted', async () => {
    const { runs, remarks } = await read();
    const run = runs.find(({ name }) => name === 'the "1." run: #1');
    expect(run).toMatchObject({
      parameters: { lr: 0.01, units: 8, optimizer: 'adam', nesterov: true, decay: null, seed: 1 },
      tags: ['spirals: wide', 'stage: final'],
      note: 'a note\nof two lines',
    });
    const counted = run?.series.find(({ tag }) => tag === 'without_steps');
    expect([counted?.steps, counted?.values]).toEqual([
      [0, 1, 2],
      [3, 2, 1],
    ]);
    expect(run?.remarks.join()).toContain('All 3 values of “without_steps” were written at step 0');
    expect(remarks).toEqual(['Left out, since MLflow has them as deleted: 1.']);
  });
});

describe('MLflow’s files', () => {
  it('that are damaged say the line and keep the others', async () => {
    const copy = join(temporaryFolder(), 'mlruns');
    cpSync(folder, copy, { recursive: true });
    const files = readdirSync(copy, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('val_loss'),
    );
    const linesIn = (path: string) => readFileSync(join(copy, path), 'utf8').split('\n');
    const [file = ''] = files.sort((a, b) => linesIn(b).length - linesIn(a).length);
    const lines = linesIn(file);
    writeFileSync(join(copy, file), ['what is this', ...lines.slice(0, -1), '179571967'].join('\n'));
    const { runs } = await readTracker(copy);
    const damaged = runs.filter(({ remarks }) => remarks.join().includes('lines 1'));
    expect(damaged).toHaveLength(1);
    expect(damaged[0]?.series.find(({ tag }) => tag === 'val_loss')?.steps).toHaveLength(lines.length - 1);
  });

  it('that are cut are refused, and databases of others are not taken for MLflow’s', async () => {
    const path = database();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length / 2));
    await expect(readTracker(path)).rejects.toMatchObject({ code: 'badArgument', where: path });
    const other = join(temporaryFolder(), 'other.db');
    writeFileSync(other, bytes.subarray(0, 4096).fill(0, 100));
    await expect(readTracker(other, 'mlflow')).rejects.toMatchObject({ code: 'badArgument' });
  });
});
