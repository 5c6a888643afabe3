import type { ComparisonOperator, FieldName, Filter, FilterValue } from './parse';

/** What a run has in a field: several values where it has several tags, null where it has none. */
export type FieldValue = FilterValue | FilterValue[];

/** Makes a test of a condition. @param read what gives a field's value of a run; it is asked once for each field */
export function testOf<Run>(
  filter: Filter,
  read: (field: FieldName) => (run: Run) => FieldValue,
): (run: Run) => boolean {
  switch (filter.kind) {
    case 'all':
      return () => true;
    case 'and': {
      const parts = filter.parts.map((part) => testOf(part, read));
      return (run) => parts.every((part) => part(run));
    }
    case 'or': {
      const parts = filter.parts.map((part) => testOf(part, read));
      return (run) => parts.some((part) => part(run));
    }
    case 'not': {
      const part = testOf(filter.part, read);
      return (run) => !part(run);
    }
    case 'in': {
      const { values } = filter;
      const valueOf = read(filter.field);
      return (run) => values.some((value) => holds(valueOf(run), '=', value));
    }
    case 'compare': {
      const { operator, value } = filter;
      const valueOf = read(filter.field);
      return (run) => holds(valueOf(run), operator, value);
    }
  }
}

/** Of several values one that fits is enough; none may be the one that it must not be. */
function holds(has: FieldValue, operator: ComparisonOperator, value: FilterValue): boolean {
  if (operator === '!=') return !holds(has, '=', value);
  if (typeof has === 'object' && has !== null) {
    if (value === null) return operator === '=' && has.length === 0;
    return has.some((each) => holds(each, operator, value));
  }
  if (operator === '=') return equals(has, value);
  if (has === null || value === null) return false;
  if (operator === '~') return String(has).toLowerCase().includes(String(value).toLowerCase());
  if (typeof has !== typeof value) return false;
  switch (operator) {
    case '<':
      return has < value;
    case '<=':
      return has <= value;
    case '>':
      return has > value;
    case '>=':
      return has >= value;
  }
}

/** A text that reads like the number is that number: names may be numbers too. */
function equals(has: FilterValue, value: FilterValue): boolean {
  return (
    has === value ||
    (has !== null && value !== null && typeof has !== typeof value && String(has) === String(value))
  );
}

/** The fields that a condition names, as often as it does. */
export function fieldsOf(filter: Filter): FieldName[] {
  switch (filter.kind) {
    case 'all':
      return [];
    case 'and':
    case 'or':
      return filter.parts.flatMap(fieldsOf);
    case 'not':
      return fieldsOf(filter.part);
    case 'compare':
    case 'in':
      return [filter.field];
  }
}
