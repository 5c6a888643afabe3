import { z } from 'zod';

/** Programs whose runs can be brought in to compare with. */
export const trackers = ['tensorBoard', 'mlflow', 'neptune', 'csv'] as const;
export const trackerSchema = z.enum(trackers);
export type Tracker = z.infer<typeof trackerSchema>;

const titles: Readonly<Record<Tracker, string>> = {
  tensorBoard: 'TensorBoard',
  mlflow: 'MLflow',
  neptune: 'Neptune',
  csv: 'a CSV file',
};

export const describeTracker = (tracker: Tracker): string => titles[tracker];

/** What is known of a run that another program has trained: it has no experiment of ours. */
export const importedFactsSchema = z.object({
  from: trackerSchema,
  /** The file or folder that it was read from. */
  source: z.string(),
  /** What its program called it. */
  originalName: z.string(),
  /** How its program says that it ended; null where it does not say. */
  status: z.string().nullable(),
  /** Its settings by their names. */
  parameters: z.record(z.string(), z.json()),
  /** What its series are called there, by `split.name` as they are called here. */
  tags: z.record(z.string(), z.string()),
  /** What was left out or read in another way than it was written, in sentences. */
  remarks: z.array(z.string()),
});
export type ImportedFacts = z.infer<typeof importedFactsSchema>;
