import { gapPolicies, unsortedPolicies, type Windows } from '@shared/data/tables/windows';

const ofGaps: Readonly<Record<Windows['gaps'], string>> = {
  refuse: 'refuse the table',
  break: 'no window reaches over one',
  keep: 'rows are neighbors',
};
const ofOrder: Readonly<Record<Windows['unsorted'], string>> = {
  refuse: 'refuse the table',
  sort: 'sort by time',
};

export const gapTitles = gapPolicies.map((value) => ({ value, title: ofGaps[value] }));
export const unsortedTitles = unsortedPolicies.map((value) => ({ value, title: ofOrder[value] }));
