/** Lines of comma-separated values: RFC 4180, with a line feed at the end of each line. */
export function csvText(rows: readonly (readonly unknown[])[]): string {
  return rows.map((row) => `${csvLine(row)}\n`).join('');
}

/** One line, without its end. */
export function csvLine(row: readonly unknown[]): string {
  return row.map(cell).join(',');
}

function cell(value: unknown): string {
  // Nothing in a number has to be quoted.
  if (typeof value === 'number') return String(value);
  const text =
    value === null || value === undefined
      ? ''
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
