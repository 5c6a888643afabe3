import { formatNumber } from '../../format';
import type { CheckDefinition } from './check';

/** Outside of these a layer's examples look all alike, or its values leave where activations work. */
const [smallest, largest] = [0.01, 50];

export const activations: CheckDefinition = {
  kind: 'activations',
  title: 'Every layer tells examples apart',
  source: 'CS231n, Neural Networks Part 2: Weight Initialization; Mishkin and Matas 2016',
  look(record, start) {
    const hidden = start.layers.filter(
      ({ layer }) => layer !== record.network.inputId && layer !== record.network.outputId,
    );
    if (hidden.length === 0) return null;
    const isOff = (deviation: number | null) =>
      deviation === null || deviation < smallest || deviation > largest;
    const off = hidden.find(({ deviation }) => isOff(deviation));
    if (off !== undefined) {
      const { layer, deviation } = off;
      const said = deviation === null ? 'no finite deviation' : `a deviation of ${formatNumber(deviation)}`;
      return { passed: false, says: `${layer} has ${said}` };
    }
    const all = hidden.map(({ deviation }) => deviation ?? 0);
    return {
      passed: true,
      says: `deviations from ${formatNumber(Math.min(...all))} to ${formatNumber(Math.max(...all))}`,
    };
  },
};
