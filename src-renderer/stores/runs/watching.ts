/** How often a window asks while it watches a run, and for how much: the measurements of what that costs ask alike. */

/** Points of a curve that are told at once, some times a second: as many as a chart of all of them has pixels. */
export const pointsAtOnce = 250;

/** Milliseconds between two questions to the doctor, who reads all that was seen anew. */
export const askingPeriod = 1000;
