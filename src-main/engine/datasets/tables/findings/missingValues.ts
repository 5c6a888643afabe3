import { type MissingPolicy, missingPoliciesOf } from '@shared/data/tables/columns';
import { plural } from '../../readers/files';
import { policyOf } from '../examples/soundness';
import { columnRemedy, type FindingRule, leaveOut } from './rule';

/** What may become of missing values with a click, in words. */
const words: Partial<Record<MissingPolicy, string>> = {
  median: 'Fill in the median of the training rows',
  commonest: 'Fill in the commonest value of the training rows',
  category: 'Keep “missing” as something to learn from',
  dropRows: 'Take these rows out',
};

/** Missing values of which nobody has said what becomes of them: they are refused. */
export const missingValues: FindingRule = {
  name: 'missingValues',
  find: ({ features, target, spec }) =>
    [...features, target].flatMap(({ name, scan }) => {
      const { missingCount: count, firstMissing } = scan;
      if (count === 0 || scan.isEmpty || policyOf(spec.columns[name]) !== 'refuse') return [];
      const isTarget = name === target.name;
      const policies = missingPoliciesOf(scan.type, isTarget ? 'target' : 'feature');
      const word = firstMissing?.text ?? '';
      return [
        {
          severity: 'error' as const,
          message:
            `${plural(count, 'value')} of column “${name}” ${count === 1 ? 'is' : 'are'} missing` +
            `${word === '' ? '' : ` (“${word}”)`}, and it is not said what becomes of them.`,
          columns: [name],
          lines: firstMissing === null ? [] : [firstMissing.line],
          remedies: [
            ...policies.flatMap((policy) => {
              const label = words[policy];
              return label === undefined ? [] : [columnRemedy(label, name, 'missing', policy)];
            }),
            ...(isTarget ? [] : [leaveOut(name)]),
          ],
        },
      ];
    }),
};
