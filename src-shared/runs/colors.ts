/** How many colors there are for runs; a run's `color` is an index below it. */
export const runColors = 8;
