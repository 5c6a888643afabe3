import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTracker } from '../../../src-main/engine/trackers';
import { temporaryFolder } from '../support/workspace';

function file(text: string, name = 'points.csv'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

describe('a CSV file of points', () => {
  it('is runs, series and points, in whatever order its columns stand', async () => {
    const path = file(
      'value;metric;step;run;time\n0.5;loss;1;a;1700000000.25\n"0.25";loss;2;a;1700000001000\nnan;loss;1;b;\n-inf;"odd;one";3;b;\n',
    );
    const { from, runs } = await readTracker(path);
    expect(from).toBe('csv');
    expect(runs.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(runs[0]?.series).toEqual([
      { tag: 'loss', steps: [1, 2], values: [0.5, 0.25], times: [1700000000.25, 1700000001] },
    ]);
    expect(runs[1]?.series).toEqual([
      { tag: 'loss', steps: [1], values: [NaN], times: null },
      { tag: 'odd;one', steps: [3], values: [-Infinity], times: null },
    ]);
  });

  it('without a column of runs is one, called as the file', async () => {
    const { runs } = await readTracker(file('step,metric,value\n-3,a,1\n9007199254740991,a,2\n', 'mine.csv'));
    expect(runs.map(({ name }) => name)).toEqual(['mine']);
    expect(runs[0]?.series[0]?.steps).toEqual([-3, Number.MAX_SAFE_INTEGER]);
  });

  it.each([
    ['step,metric,value\n1,a,one\n', 'line 2, value', '“one” is no number'],
    ['step,metric,value\n1,a,1\n1.5,a,1\n', 'line 3, step', '“1.5” is no step'],
    ['step,metric,value\n1,,1\n', 'line 2, metric', 'There is no metric'],
    ['step,metric,value,split\n1,a,1,train\n', 'line 2, split', '“train” is no split'],
    ['step,metric,value,time\n1,a,1,noon\n', 'line 2, time', '“noon” is no time'],
    ['step,metric,value\n1,"a,1\n', 'line 2', 'A quote is opened and never closed'],
  ])('is refused at the place of what is wrong: %j', async (text, where, message) => {
    const path = file(text);
    await expect(readTracker(path)).rejects.toMatchObject({
      message: expect.stringContaining(message) as string,
      where: expect.stringContaining(`${path}, ${where}`) as string,
    });
  });

  it('without these columns says which are needed', async () => {
    await expect(readTracker(file('epoch,loss\n1,0.5\n'), 'csv')).rejects.toThrow('no columns “step”');
    await expect(readTracker(file('step,metric,value\n'))).rejects.toThrow('no rows');
    await expect(readTracker(file('\u0000\u0001binary'))).rejects.toMatchObject({ code: 'badArgument' });
  });
});
