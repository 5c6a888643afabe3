import { cpSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32c } from '../../../src-main/engine/trackers/tensorBoard/crc32c';
import { readTracker } from '../../../src-main/engine/trackers';
import type { ForeignRun } from '../../../src-main/engine/trackers/tracker';
import { temporaryFolder } from '../support/workspace';

const fixtures = join(import.meta.dirname, '../../fixtures/trackers');
const logs = join(fixtures, 'tensorboard');

/** What TensorBoard's own reader finds: by folder and tag, points of step, value and time. */
type Found = Record<string, Record<string, [step: number, value: number | string, time: number][]>>;
const expected = JSON.parse(readFileSync(join(fixtures, 'tensorboard.json'), 'utf8')) as Found;

const runNamed = (runs: readonly ForeignRun[], name: string): ForeignRun => {
  const run = runs.find((each) => each.name === name);
  if (run === undefined) throw new Error(`there is no run ${name}`);
  return run;
};

const pointsOf = ({ series }: ForeignRun, tag: string) => {
  const found = series.find((each) => each.tag === tag);
  return found?.steps.map((step, place) => [
    step,
    Number.isFinite(found.values[place]) ? found.values[place] : spelled(found.values[place]),
    found.times?.[place],
  ]);
};
/** As Python writes it. */
const spelled = (value = NaN) => (Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf');

const eventFile = (folder: string) =>
  join(folder, readdirSync(folder).find((name) => name.includes('tfevents')) ?? '');

/** A copy of the log of one run, to be damaged. */
function copied(): { folder: string; path: string } {
  const folder = join(temporaryFolder(), 'torch');
  cpSync(join(logs, 'torch'), folder, { recursive: true });
  return { folder, path: eventFile(folder) };
}

describe('event files', () => {
  it.each(['torch', 'types', 'hparams/a'])('of %s give every point that TensorBoard finds', async (name) => {
    const { from, runs } = await readTracker(logs);
    expect(from).toBe('tensorBoard');
    const run = runNamed(runs, name);
    expect(run.series.map(({ tag }) => tag).sort()).toEqual(Object.keys(expected[name] ?? {}).sort());
    for (const [tag, points] of Object.entries(expected[name] ?? {}))
      expect(pointsOf(run, tag)).toEqual(points);
  });

  it('of Keras are one run of two splits', async () => {
    const run = runNamed((await readTracker(logs)).runs, 'keras');
    const losses = run.series.filter(({ tag }) => tag === 'epoch_loss');
    expect(losses.map((series) => run.splits?.get(series))).toEqual(['training', 'validation']);
    for (const series of run.series) {
      const folder = run.splits?.get(series) === 'training' ? 'keras/train' : 'keras/validation';
      expect(series.values).toEqual(expected[folder]?.[series.tag]?.map(([, value]) => value));
    }
  });

  it('say what was left out, and tell hyperparameters', async () => {
    const { runs, remarks } = await readTracker(logs);
    expect(runNamed(runs, 'torch').remarks.join()).toContain('1 × histogram');
    expect(runNamed(runs, 'hparams/a').parameters).toEqual({
      lr: 0.01,
      optimizer: 'adam',
      nesterov: true,
      seed: 7,
    });
    expect(remarks.join()).toContain('“hparams” has no figures');
  });

  it('that were cut anywhere give what stands before, and say what is lost', async () => {
    const { folder, path } = copied();
    const whole = readFileSync(path);
    const all = runNamed((await readTracker(folder)).runs, 'torch');
    const count = ({ series }: ForeignRun) => series.reduce((sum, { steps }) => sum + steps.length, 0);
    const ends = recordEnds(whole);
    for (let length = whole.length - 1; length > whole.length - 400; length -= 7) {
      truncateSync(path, 0);
      writeFileSync(path, whole.subarray(0, length));
      const run = runNamed((await readTracker(folder)).runs, 'torch');
      expect(count(run)).toBeLessThanOrEqual(count(all));
      const told = run.remarks.filter((remark) => remark.includes('ends within a record'));
      expect(told).toHaveLength(ends.has(length) ? 0 : 1);
    }
  });

  it('with any bit flipped show no value as right that is wrong', async () => {
    const { folder, path } = copied();
    const whole = readFileSync(path);
    const right = new Set(
      Object.entries(expected['torch'] ?? {}).flatMap(([tag, points]) =>
        points.map((point) => JSON.stringify([tag, ...point])),
      ),
    );
    const bit = fc.integer({ min: 0, max: whole.length * 8 - 1 });
    await fc.assert(
      fc.asyncProperty(bit, async (at) => {
        const bytes = Buffer.from(whole);
        bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7));
        writeFileSync(path, bytes);
        const reading = await readTracker(folder).catch((thrown: unknown) => thrown as Error);
        if (reading instanceof Error) return;
        const run = runNamed(reading.runs, 'torch');
        expect(run.remarks.some((remark) => /damaged/.test(remark))).toBe(true);
        for (const { tag } of run.series) {
          for (const point of pointsOf(run, tag) ?? [])
            expect(right).toContain(JSON.stringify([tag, ...point]));
        }
      }),
      { numRuns: 60, seed: 12 },
    );
  });

  it('written after a restart count from where they begin, as in TensorBoard', async () => {
    const { folder, path } = copied();
    const again = join(folder, 'events.out.tfevents.9999999999.host');
    writeFileSync(again, readFileSync(path));
    const run = runNamed((await readTracker(folder)).runs, 'torch');
    expect(pointsOf(run, 'Loss/train')).toEqual(expected['torch']?.['Loss/train']);
    expect(run.remarks.join()).toContain('written again by a later file');
  });

  it('without figures, and folders without any, are refused with the reason', async () => {
    const folder = temporaryFolder();
    await expect(readTracker(folder)).rejects.toMatchObject({ code: 'badArgument', where: folder });
    mkdirSync(join(folder, 'run'));
    writeFileSync(join(folder, 'run', 'events.out.tfevents.1.host'), 'this is no record file');
    await expect(readTracker(folder)).rejects.toThrow('The event files hold no figures');
    await expect(readTracker(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'notFound' });
  });
});

/** Where the records of a file end. */
function recordEnds(bytes: Buffer): Set<number> {
  const ends = new Set<number>();
  for (let at = 0; at < bytes.length;) {
    at += 16 + Number(bytes.readBigUInt64LE(at));
    ends.add(at);
  }
  return ends;
}

it('the check of records is that of RFC 3720', () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, index) => index))).toBe(0x46dd794e);
});
