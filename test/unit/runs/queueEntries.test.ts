import { describe, expect, it } from 'vitest';
import { runIdSchema } from '@shared/ids';
import { entriesOf, moved, type PlacedRun } from '../../../src-main/engine/runs/queue/entries';

const idOf = (name: string) => runIdSchema.parse(name);
const run = (name: string, part: Partial<PlacedRun> = {}): PlacedRun => ({
  ...{ id: idOf(name), name, place: 0, owner: null, group: null, isArchived: false, sweep: null },
  ...part,
});
const sweep = { id: 's', name: 'a sweep' };
const line = entriesOf([
  run('a'),
  run('b1', { group: 'b' }),
  run('s1', { sweep }),
  run('b2', { group: 'b' }),
  run('c'),
  run('s2', { sweep, group: 'of the sweep' }),
]);
const names = (entries: typeof line) => entries.map(({ runs }) => runs.map(({ name }) => name).join('+'));
const order = (runIds: string[], before: string | null) =>
  names(moved(line, runIds.map(idOf), before === null ? null : idOf(before))).join(' ');

describe('what waits in a queue', () => {
  it('is runs by themselves, groups that are trained as one, and sweeps, each where its first run stands', () => {
    expect(line.map(({ kind, name }) => [kind, name])).toEqual([
      ['run', 'a'],
      ['group', 'b1'],
      ['sweep', 'a sweep'],
      ['run', 'c'],
    ]);
    expect(names(line)).toEqual(['a', 'b1+b2', 's1+s2', 'c']);
  });

  it.each([
    [['c'], 'a', 'c a b1+b2 s1+s2'],
    [['a'], null, 'b1+b2 s1+s2 c a'],
    [['b2'], 'a', 'b1+b2 a s1+s2 c'],
    [['s2'], null, 'a b1+b2 c s1+s2'],
    // Several come in the order in which they are named; before one of their own is before what follows it.
    [['c', 'b1'], 'a', 'c b1+b2 a s1+s2'],
    [['c', 'a'], 'a', 'c a b1+b2 s1+s2'],
    [['b2', 'c', 'b1'], null, 'a s1+s2 b1+b2 c'],
    [['a'], 'a', 'a b1+b2 s1+s2 c'],
    [['c'], 'b2', 'a c b1+b2 s1+s2'],
  ] as const)('puts %j before %s as %s', (runIds, before, expected) => {
    expect(order([...runIds], before)).toBe(expected);
  });

  it('knows no place of a run that does not wait', () => {
    expect(() => order(['x'], null)).toThrow('does not wait');
    expect(() => order(['a'], 'x')).toThrow('does not wait');
  });
});
