import { z } from 'zod';
import { experimentSchema } from '../experiment/experiment';
import { layerIdSchema, runIdSchema } from '../ids';
import { networkSpecSchema } from '../network/spec';
import { trackerSchema } from '../runs/imported/facts';
import { mostRunsAtOnce } from './runs/runTable';

/** The experiment whose network takes weights that are stored without one. */
const forNetwork = { into: experimentSchema.optional() };

/** A stored model: its place on this machine, or its files themselves. */
export const modelRequestSchema = z.union([
  z.object({ path: z.string().min(1), ...forNetwork }),
  z.object({ files: z.array(z.object({ name: z.string(), base64: z.string() })).min(1), ...forNetwork }),
]);

const layerSchema = z.object({ name: z.string(), className: z.string() });

/** What a stored model holds. */
export const modelReportSchema = z.object({
  name: z.string(),
  knownLayers: z.array(layerSchema),
  /** Layers without a counterpart, each with the reason. */
  unknownLayers: z.array(layerSchema.extend({ reason: z.string() })),
  /** The classes of layers, or operators, that can be opened. */
  vocabulary: z.array(z.string()),
  /** Files that its weights are in; empty where it has them inside, or none. */
  weightFiles: z.array(z.string()),
  /** Null where a layer is not known. */
  model: z
    .object({
      network: networkSpecSchema,
      /** The whole experiment, where Layerlab wrote the file; its data is named without the folder that it lies in. */
      experiment: experimentSchema.nullable(),
      /** What is not quite as it was, in words. */
      remarks: z.array(z.string()),
      parameterCount: z.int(),
      trainableCount: z.int(),
      /** Of one example; null where the data set decides. */
      outputShape: z.array(z.int()).nullable(),
      /** Kept in the workspace by their hash; null where they were not there. */
      weights: z.object({ hash: z.string(), tensors: z.int() }).nullable(),
    })
    .nullable(),
});
export type ModelReport = z.infer<typeof modelReportSchema>;

export const runImportSchema = z.object({
  /** A file or folder of another tracker. */
  path: z.string().min(1),
  /** The tracker; told by what is there where absent. */
  from: trackerSchema.optional(),
});

/** What was brought in. */
export const importedRunsSchema = z.object({
  from: trackerSchema,
  path: z.string(),
  runs: z.array(
    z.object({
      runId: runIdSchema,
      name: z.string(),
      series: z.int(),
      points: z.int(),
      remarks: z.array(z.string()),
    }),
  ),
  /** Of what belongs to no run. */
  remarks: z.array(z.string()),
});
export type ImportedRuns = z.infer<typeof importedRunsSchema>;

export const eventsRequestSchema = z.object({
  runIds: z.array(runIdSchema).min(1).max(mostRunsAtOnce),
  directory: z.string().min(1),
});

/** What was written for TensorBoard. */
export const writtenEventsSchema = z.object({
  directory: z.string(),
  runs: z.array(z.object({ runId: runIdSchema, name: z.string(), path: z.string(), points: z.int() })),
});
export type WrittenEvents = z.infer<typeof writtenEventsSchema>;

export const startRequestSchema = z.object({ experiment: experimentSchema });

/** How the layers of an experiment fit the weights that it starts from. */
export const startFitSchema = z.object({
  hash: z.string(),
  taken: z.array(layerIdSchema),
  /** Layers that begin as their initializers say, each with the reason. */
  fresh: z.array(z.object({ layer: layerIdSchema, reason: z.string() })),
  /** Stored layers that none here takes. */
  unused: z.array(z.string()),
});
