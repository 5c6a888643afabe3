import { formatShare } from '@shared/format';
import { classCounts } from '../examples/target';
import type { FindingRule } from './rule';

/** From this share of one class on, or where it has so many times the examples of another, weights are worth a thought. */
const largeShare = 0.8;
const largeRatio = 10;

/** Few examples of some class, so that a high accuracy may mean nothing. */
export const imbalance: FindingRule = {
  name: 'imbalance',
  find({ target, spec, rows }) {
    const { scan, name } = target;
    const sorted = [...(classCounts(scan, spec.columns[name]) ?? [])]
      .map(([word, { count }]) => ({ word, count }))
      .sort((a, b) => b.count - a.count);
    const [most, least] = [sorted[0], sorted.at(-1)];
    if (most === undefined || least === undefined || sorted.length < 2 || rows === 0) return [];
    const all = sorted.reduce((sum, { count }) => sum + count, 0);
    const share = most.count / all;
    if (share < largeShare && most.count < largeRatio * least.count) return [];
    return [
      {
        severity: 'warning',
        message:
          `The classes of “${name}” are uneven: “${least.word}” has ${least.count.toLocaleString('en')} of ` +
          `${all.toLocaleString('en')} rows. Always answering “${most.word}” would be right in ${formatShare(share)}.`,
        columns: [name],
        lines: [],
        remedies: [
          {
            label: 'Weigh the classes so that each counts the same',
            edit: { path: ['training', 'classWeights'], value: 'balanced' },
          },
        ],
      },
    ];
  },
};
