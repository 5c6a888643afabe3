import { columnRemedy, type FindingRule } from './rule';

/** A target of few whole numbers, which was guessed to be classes. */
export const classesOfNumbers: FindingRule = {
  name: 'classesOfNumbers',
  find({ target: { name, scan }, spec }) {
    const classes = scan.likelyClasses;
    if (
      spec.columns[name]?.type !== undefined ||
      scan.type !== 'number' ||
      classes === null ||
      classes.size < 3
    )
      return [];
    return [
      {
        severity: 'note',
        message: `The ${classes.size} whole numbers of “${name}” are taken for classes, without an order.`,
        columns: [name],
        lines: [],
        remedies: [
          columnRemedy('They are numbers, to be predicted as such', name, 'type', 'number'),
          columnRemedy('They are classes', name, 'type', 'category'),
        ],
      },
    ];
  },
};
