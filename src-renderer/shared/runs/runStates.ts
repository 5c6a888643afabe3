import type { RunState } from '@shared/runs/run';

export type StateTone = 'active' | 'good' | 'neutral' | 'warning' | 'bad';

export const stateTones: Readonly<Record<RunState, StateTone>> = {
  queued: 'active',
  running: 'active',
  paused: 'warning',
  completed: 'good',
  stopped: 'neutral',
  interrupted: 'warning',
  crashed: 'bad',
  diverged: 'bad',
  failed: 'bad',
  imported: 'neutral',
  damaged: 'bad',
};

/** What a state means, in a sentence. */
export const stateMeanings: Readonly<Record<RunState, string>> = {
  queued: 'Waits for its turn, or for its trainer to start.',
  running: 'Training now.',
  paused: 'Holds its place; resume to go on.',
  completed: 'Trained to its end.',
  stopped: 'You stopped it; it can go on from its checkpoint.',
  interrupted: 'Layerlab was closed while it trained; it can go on from its checkpoint.',
  crashed: 'Its process died; it can go on from its checkpoint.',
  diverged: 'The loss became infinite or not a number.',
  failed: 'It could not be trained.',
  imported: 'Another program has trained it: it can be looked at and compared with.',
  damaged: 'Its row in the database cannot be read; the other runs are not touched by that.',
};
