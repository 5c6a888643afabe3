/** The command line's exit codes. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  interrupted: 130,
} as const;

/** What they mean, in the words of the help and the README. */
const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: 'done',
  failed:
    'the run failed, diverged or crashed; the file is not valid; the export did not pass; another error',
  usage: 'the command was not understood',
  interrupted: 'ended by Ctrl-C',
};

export const exitCodesHelp = [
  '',
  'Exit codes:',
  ...Object.entries(exitCodes).map(
    ([name, code]) => `  ${String(code).padEnd(3)}  ${meanings[name as keyof typeof exitCodes]}`,
  ),
].join('\n');
