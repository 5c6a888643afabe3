import { formatNumber } from '../../format';
import { unscaledInputs } from '../conditions/unscaledInputs';
import type { CheckDefinition } from './check';

export const inputs: CheckDefinition = {
  kind: 'inputs',
  title: 'Inputs are scaled',
  source: 'CS231n, Neural Networks Part 2: Data Preprocessing',
  look(record, start) {
    const id = record.network.inputId;
    const seen = id === null ? undefined : record.seen(id, start);
    if (seen === undefined) return null;
    const passed = unscaledInputs.look(record).length === 0;
    return { passed, says: `mean ${formatNumber(seen.mean)}, deviation ${formatNumber(seen.deviation)}` };
  },
};
