import { splitAsAssigned } from './assigned';
import { splitByGroup } from './byGroup';
import { splitByTime } from './byTime';
import type { SplitRule } from './rule';
import { type SplitRequest, type Splits, splitExamples } from './shares';

export type { SplitRule } from './rule';
export type { Splits } from './shares';

/**
 * Shares examples out among the splits. The same seed gives the same splits.
 * @throws AppError `badDataset` where there are too few examples.
 */
export function split(request: SplitRequest, rule: SplitRule): Splits {
  switch (rule.by) {
    case 'shares':
      return splitExamples(request);
    case 'assigned':
      return splitAsAssigned(request, rule.splits);
    case 'group':
      return splitByGroup(request, rule.groups, rule.name);
    case 'time':
      return splitByTime(request, rule.times);
  }
}
