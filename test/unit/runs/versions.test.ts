import { earlierAt, type Computing, type Versions } from '@shared/runs/versions/versions';
import { describe, expect, it } from 'vitest';

const computing: Computing = { processor: 'EPYC', kernels: 'oneDnn', threads: 1, parts: 2 };
const here: Versions = { layerlab: '1', node: '24', tensorflow: '2.21.0', platform: 'linux', computing };
const there: Versions = { ...here, computing: { ...computing, kernels: 'plain' } };

describe('what a run was trained with before', () => {
  it('is nothing for one that begins, or goes on with the same', () => {
    expect(earlierAt(0, here, there, [])).toEqual([]);
    expect(earlierAt(10, here, here, [])).toEqual([]);
  });

  it.each<[string, Partial<Versions>]>([
    ['processor', { computing: { ...computing, processor: 'Xeon' } }],
    ['kernels', { computing: { ...computing, kernels: 'plain' } }],
    ['threads', { computing: { ...computing, threads: 2 } }],
    ['parts', { computing: { ...computing, parts: 4 } }],
    ['TensorFlow', { tensorflow: '2.9.1' }],
    ['Layerlab', { layerlab: '2' }],
    ['something that was not recorded', { computing: null }],
  ])('is told where it had other bits for: %s', (_what, other) => {
    const before = { ...here, ...other };
    expect(earlierAt(10, here, before, [])).toEqual([{ untilStep: 10, versions: before }]);
  });

  it('is not told for what does not touch a bit', () => {
    expect(earlierAt(10, here, { ...here, node: '22', platform: 'linux 6.2' }, [])).toEqual([]);
  });

  it('is told of each machine that took a step, in their order', () => {
    const earlier = earlierAt(10, there, here, []);
    expect(earlierAt(25, here, there, earlier)).toEqual([
      { untilStep: 10, versions: here },
      { untilStep: 25, versions: there },
    ]);
  });

  it('leaves out one that took no step, or whose steps are trained again', () => {
    const earlier = earlierAt(10, there, here, []);
    expect(earlierAt(10, here, there, earlier)).toEqual([]);
    const twice = earlierAt(25, here, there, earlier);
    expect(earlierAt(8, there, here, twice)).toEqual([{ untilStep: 8, versions: here }]);
  });
});
