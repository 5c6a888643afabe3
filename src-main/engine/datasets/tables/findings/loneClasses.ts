import { classCounts } from '../examples/target';
import { drawsShares } from '../roles';
import { columnRemedy, type FindingRule } from './rule';

const mostNamed = 5;

/** Classes of one example, which cannot be in training and in validation. */
export const loneClasses: FindingRule = {
  name: 'loneClasses',
  find({ target: { name, scan }, spec, roles, isWhole, table: { unit } }) {
    if (!drawsShares(spec, roles)) return [];
    const own = spec.columns[name];
    // Of a larger table the rest may hold more examples of a class.
    if (!isWhole || own?.rare !== undefined) return [];
    const counts = [...(classCounts(scan, own) ?? [])].map(([word, found]) => ({ word, ...found }));
    const alone = counts.filter(({ count }) => count === 1);
    if (alone.length === 0 || alone.length === counts.length) return [];
    const shown = alone.slice(0, mostNamed).map(({ word, line }) => `“${word}” (${unit} ${line})`);
    const more = alone.length > mostNamed ? ` and ${alone.length - mostNamed} more` : '';
    return [
      {
        severity: 'error',
        message:
          `${alone.length} of ${counts.length} classes of “${name}” ${alone.length === 1 ? 'has' : 'have'} one example ` +
          `only: ${shown.join(', ')}${more}. It cannot be in training and in validation.`,
        columns: [name],
        lines: alone.slice(0, mostNamed).map(({ line }) => line),
        remedies:
          scan.type === 'number'
            ? []
            : [columnRemedy('Fold rare classes into one, “other”', name, 'rare', 2)],
      },
    ];
  },
};
