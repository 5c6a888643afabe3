import { formatNumber } from '../../format';
import type { CheckDefinition } from './check';

/** Gradient of a kernel in proportion to it: below it is never moved, above one step throws it away. */
const [smallest, largest] = [1e-4, 60];

export const gradients: CheckDefinition = {
  kind: 'gradients',
  title: 'Gradients reach every layer',
  source: 'CS231n, Neural Networks Part 3: Gradient checks; Glorot and Bengio 2010',
  look(record, start) {
    const kernels = record.kernelsAt(start);
    // Behind a last layer of zeros the first step moves that layer alone, and the next the others.
    if (kernels.length === 0 || kernels.at(-1)?.norm === 0) return null;
    const pulls = kernels.map(({ layer, gradientNorm, norm }) => ({
      layer,
      // A layer of zeros has no size to go by: any gradient moves it.
      pull: gradientNorm === null ? Infinity : norm ? gradientNorm / norm : gradientNorm > 0 ? 1 : 0,
    }));
    const off = pulls.find(({ pull }) => pull < smallest || pull > largest);
    const all = pulls.map(({ pull }) => pull);
    return off === undefined
      ? {
          passed: true,
          says: `${formatNumber(Math.min(...all))} to ${formatNumber(Math.max(...all))} of the weights`,
        }
      : {
          passed: false,
          says: `${off.layer} gets ${off.pull === 0 ? 'none' : `${formatNumber(off.pull)} of its weights`}`,
        };
  },
};
