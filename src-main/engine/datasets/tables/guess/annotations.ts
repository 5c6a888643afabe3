const types = new Set(['continuous', 'c', 'discrete', 'd', 'string', 's', 'time', 't']);
const flags = new Set(['', 'class', 'c', 'meta', 'm', 'ignore', 'i', 'weight', 'w']);
const isWhole = (word: string): boolean => word.length > 1;

/** Whether two lines below the names tell each column's type and role, as Orange writes them. */
export function tellTypes(rows: readonly (readonly string[])[]): boolean {
  const [, ofTypes = [], ofFlags = []] = rows;
  return (
    ofTypes.length > 0 &&
    ofTypes.every((cell) => types.has(cell)) &&
    ofFlags.every((cell) => flags.has(cell)) &&
    // Letters alone may be values.
    [...ofTypes, ...ofFlags].some(isWhole)
  );
}
