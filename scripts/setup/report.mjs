/** Something that cannot be had: what, why and what to do. */
export class SetupProblem extends Error {
  constructor(what, why, remedy) {
    super(`${what}: ${why}`);
    this.what = what;
    this.why = why;
    this.remedy = remedy;
  }
}

export function say(line) {
  process.stderr.write(`${line}\n`);
}

export function sayProblem(problem) {
  say(`! ${problem.what} cannot be had.`);
  say(`  why:   ${problem.why}`);
  if (problem.remedy) say(`  to do: ${problem.remedy}`);
}

/** Tells of a set-up problem and ends with 1; throws any other error. */
export function endOver(error) {
  if (!(error instanceof SetupProblem)) throw error;
  sayProblem(error);
  process.exit(1);
}

export const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

/** A bar that is redrawn in a terminal, and a line at every quarter elsewhere. */
export function progressBar(label, totalBytes) {
  const terminal = process.stderr.isTTY;
  let drawnPercent = -1;
  return (bytes) => {
    const percent = Math.min(100, Math.floor((100 * bytes) / totalBytes));
    if (percent <= drawnPercent || (!terminal && percent < drawnPercent + 25 && drawnPercent >= 0)) return;
    drawnPercent = terminal ? percent : percent - (percent % 25);
    const filled = Math.round(percent / 4);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(25 - filled)}`;
    const text = `  ${bar} ${String(percent).padStart(3)} %  ${megabytes(Math.min(bytes, totalBytes))} of ${megabytes(totalBytes)}  ${label}`;
    process.stderr.write(terminal ? `\r${text}${percent === 100 ? '\n' : ''}` : `${text}\n`);
  };
}
