import { z } from 'zod';

/** An input or an output of a model. */
export const modelValueSchema = z.object({
  name: z.string(),
  /** As ONNX Runtime calls it: `float32`, `int64`, `string`. */
  type: z.string(),
  /** A number, or the name of a size that is open: `batch`. */
  shape: z.array(z.union([z.number(), z.string()])),
});
export type ModelValue = z.infer<typeof modelValueSchema>;

/** What a model file says of itself. */
export const modelFactsSchema = z.object({
  producer: z.string(),
  description: z.string(),
  opset: z.int().nullable(),
  /** With those of its data files. */
  bytes: z.int(),
  /** Of the file itself. */
  sha256: z.string(),
  /** Other files that hold weights of it, as it names them. */
  dataFiles: z.array(z.string()),
  inputs: z.array(modelValueSchema),
  outputs: z.array(modelValueSchema),
  metadata: z.record(z.string(), z.string()),
});
export type ModelFacts = z.infer<typeof modelFactsSchema>;
