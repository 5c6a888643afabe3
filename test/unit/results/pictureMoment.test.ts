import type { Picture } from '@shared/pictures/catalogue';
import { runIdSchema } from '@shared/ids';
import { noMetrics, type Progress, type RunState, type RunSummary } from '@shared/runs/run';
import { describe, expect, it } from 'vitest';
import { epochAt, pictureMoment } from '../../../src-renderer/shared/pictures/pictureMoment';

const pictureAfter = (step: number): Picture => ({ kind: 'fit', step, x: [], y: [] });

function run(state: RunState, bestEpoch: number | null): RunSummary {
  return {
    id: runIdSchema.parse('01JABCDEFGHJKMNPQRSTVWXYZ0'),
    name: 'spirals',
    state,
    color: 0,
    note: '',
    createdAt: '2026-01-01T00:00:00.000Z',
    startedAt: null,
    finishedAt: null,
    datasetKind: 'spirals',
    datasetName: 'spirals',
    parameterCount: 1,
    seed: 1,
    tags: [],
    pinned: false,
    archived: false,
    progress: null,
    metrics: { ...noMetrics, bestEpoch },
    baseline: {},
    naive: {},
    error: null,
    checkpoints: [],
  };
}
/** Twenty epochs of fifty steps. */
const progress: Progress = {
  step: 1000,
  totalSteps: 1000,
  epoch: 20,
  epochs: 20,
  examplesPerSecond: 1,
  elapsedSeconds: 1,
  remainingSeconds: 0,
};

describe('the moment that a picture shows', () => {
  it('is the epoch under way while the run trains', () => {
    expect(pictureMoment(pictureAfter(188), run('running', 2), progress)).toBe('epoch 4 of 20, step 188');
    expect(pictureMoment(pictureAfter(100), run('running', 2), progress)).toBe('epoch 2 of 20, step 100');
  });

  it('is the best epoch once the run is over', () => {
    expect(pictureMoment(pictureAfter(600), run('completed', 12), progress)).toBe(
      'best epoch 12 of 20, step 600',
    );
  });

  it('is not called the best where it is another', () => {
    expect(pictureMoment(pictureAfter(620), run('stopped', 12), progress)).toBe('epoch 13 of 20, step 620');
    expect(pictureMoment(pictureAfter(650), run('stopped', 12), progress)).toBe('epoch 13 of 20, step 650');
  });

  it('is the step alone where nothing is known of the epochs', () => {
    expect(pictureMoment(pictureAfter(1234), null, null)).toBe('step 1,234');
  });

  it('counts an epoch that ended at that step as the one that it was, and the start as the first', () => {
    expect([0, 1, 49, 50, 51, 1000].map((step) => epochAt(step, progress))).toEqual([1, 1, 1, 1, 2, 20]);
    expect(epochAt(7, null)).toBeNull();
  });
});
