import { formatNumber } from '../../format';
import type { CheckDefinition } from './check';

/** A net that knows nothing is seldom so far above the loss of answering the same everywhere. */
const highest = 5;

export const initialLoss: CheckDefinition = {
  kind: 'initialLoss',
  title: 'The first loss is about that of knowing nothing',
  source: 'CS231n, Neural Networks Part 3: Before learning: sanity checks (for C balanced classes ln C)',
  look({ facts, constantLoss }, { loss }) {
    if (facts.dataset.task !== 'classification' || constantLoss === null || constantLoss <= 0) return null;
    // A run that starts from trained weights may know a good deal.
    const passed = loss !== null && loss <= highest * constantLoss;
    return {
      passed,
      says: `${loss === null ? 'not a number' : formatNumber(loss)}, knowing nothing ${formatNumber(constantLoss)}`,
    };
  },
};
