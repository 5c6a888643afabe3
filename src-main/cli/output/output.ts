import { AppError, describeError, type AppErrorData } from '@shared/errors';

/** Lines with aligned columns; the first row is the heading. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One value a line, so that a program can read a stream of them. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}

/** A problem for people, on stderr: what is wrong, where, and what to do. */
export function printProblem(severity: 'error' | 'warning', error: AppErrorData): void {
  process.stderr.write(`${severity}: ${describeError(error)}\n`);
}

/** Why a command could not do its work: for people on stderr and, with `--json`, as the last line of stdout. */
export function printFailure(thrown: unknown, json: boolean): void {
  const error = AppError.from(thrown).toData();
  printProblem('error', error);
  if (json) printJson({ type: 'failed', error });
}
