/** Room for names in front of rows: that of the longest, up to a limit. */
export function nameWidthOf(names: readonly string[]): string {
  const longest = Math.max(1, ...names.map((name) => name.length));
  return `${Math.min(9, longest + 1)}ch`;
}
