/**
 * How runs are trained that a test stops, kills or watches: for longer than any test lasts, on whatever machine. Machine
 * code comes sooner to its end, and takes seconds to make.
 */
export const withoutEnd = { epochs: 1_000_000, compilation: 'plain' } as const;

/** The same for the command line. */
export const setWithoutEnd = Object.entries(withoutEnd).flatMap(([name, value]) => [
  '--set',
  `training.${name}=${value}`,
]);
