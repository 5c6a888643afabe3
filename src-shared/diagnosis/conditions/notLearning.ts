import { defineCondition, lastingSince } from '../condition';

export const notLearning = defineCondition({
  kind: 'notLearning',
  title: 'The net learns nothing',
  reason:
    'After a good part of the training the loss is still what answering the same everywhere would give. Either there is ' +
    'nothing in the inputs that tells the targets, or something keeps the net from finding it.',
  source: 'CS231n, Neural Networks Part 3: Before learning: sanity checks',
  causes: ['commonestClassOnly'],
  look(record) {
    const isLate = (step: number) => step >= 0.3 * record.totalSteps;
    const since = lastingSince(record.observations, (observation) =>
      isLate(observation.step) ? record.hasLearnedNothing(observation, 0.97) : null,
    );
    const last = record.observations.at(-1);
    if (since === null || last === undefined) return [];
    return [
      {
        layer: null,
        severity: 'hint',
        confidence: 0.6,
        since,
        evidence: { loss: last.loss ?? 'not a number', constantLoss: record.constantLoss ?? 'unknown' },
        remedies: [],
      },
    ];
  },
});
