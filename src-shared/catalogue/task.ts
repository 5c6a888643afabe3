/** What is learned from the examples: which class each is of, or a value. */
export const datasetTasks = ['classification', 'regression'] as const;
export type DatasetTask = (typeof datasetTasks)[number];
