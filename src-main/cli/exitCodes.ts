/** What the command line's exit codes mean; documented in the README. */
export const exitCodes = {
  /** Done: the run completed, the file is valid, the export passed. */
  ok: 0,
  /** The run failed, diverged or crashed; the file is not valid; the export did not pass; the engine refused. */
  failed: 1,
  /** The command was not understood. */
  usage: 2,
  /** Ended by Ctrl-C; a run in progress was stopped with a checkpoint. */
  interrupted: 130,
} as const;
