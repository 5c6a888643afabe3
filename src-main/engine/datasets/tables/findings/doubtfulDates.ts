import { columnRemedy, type FindingRule } from './rule';

/** Dates such as 03/04/2024, none of which tells day and month apart. */
export const doubtfulDates: FindingRule = {
  name: 'doubtfulDates',
  find: ({ features, spec }) =>
    features
      .filter(
        ({ scan, name }) =>
          scan.type === 'date' && scan.dates.isAmbiguous && spec.columns[name]?.dateOrder === undefined,
      )
      .map(({ name }) => ({
        severity: 'warning',
        message: `In column “${name}” no date tells day and month apart; the day is taken to come first.`,
        columns: [name],
        lines: [],
        remedies: [
          columnRemedy('The month comes first', name, 'dateOrder', 'mdy'),
          columnRemedy('The day comes first', name, 'dateOrder', 'dmy'),
        ],
      })),
};
