import type { Versions } from '@shared/runs/versions/versions';
import {
  describeCores,
  describeEarlier,
  describeKernels,
  describePrograms,
  describeTensorflow,
} from '@shared/runs/versions/versionsWords';
import { expect, it } from 'vitest';

const here: Versions = {
  layerlab: '0.1.0',
  node: '24',
  tensorflow: '2.21.0',
  platform: 'linux',
  computing: { processor: 'EPYC', kernels: 'oneDnn', threads: 1, parts: 2 },
};
const laptop: Versions = {
  ...here,
  tensorflow: '2.9.1',
  computing: { processor: 'M1', kernels: 'plain', threads: 4, parts: 1 },
};

it('a run tells in words by what it was computed', () => {
  expect(describeKernels(here.computing)).toBe('oneDNN’s kernels');
  expect(describeCores(here.computing)).toBe('batches in 2 parts, 1 thread each');
  expect(describeCores(laptop.computing)).toBe('4 threads');
  expect(describeKernels(null)).toBe('not recorded');
});

it('a run that waits does not claim to be trained without TensorFlow', () => {
  expect(describeTensorflow(here)).toBe('2.21.0');
  expect(describeTensorflow({ ...here, tensorflow: null, computing: null })).toBe('–');
  const javaScript = { processor: 'EPYC', kernels: 'javaScript', threads: 1, parts: 1 } as const;
  expect(describeTensorflow({ ...here, tensorflow: null, computing: javaScript })).toBe(
    'without TensorFlow’s native library',
  );
  expect(describePrograms({ ...here, tensorflow: null, computing: javaScript })).toBe(
    'Layerlab 0.1.0, without TensorFlow’s native library, Node 24',
  );
  expect(describePrograms(here)).toBe('Layerlab 0.1.0, TensorFlow 2.21.0, Node 24');
});

it('a run that moved tells until when it had what, and no more than differed', () => {
  const earlier = [
    { untilStep: 1_500, versions: here },
    { untilStep: 2_000, versions: laptop },
    { untilStep: 2_600, versions: { ...here, computing: null } },
  ];
  expect(describeEarlier(earlier, here)).toEqual([
    {
      until: 'Until step 1,500',
      what: 'TensorFlow 2.21.0, oneDNN’s kernels, EPYC, batches in 2 parts, 1 thread each',
    },
    { until: 'Until step 2,000', what: 'TensorFlow 2.9.1, TensorFlow’s own kernels, M1, 4 threads' },
    { until: 'Until step 2,600', what: 'kernels and cores not recorded' },
  ]);
});
