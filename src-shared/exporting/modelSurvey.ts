import { z } from 'zod';
import { modelFactsSchema } from './modelFacts';

/** A node of a model's graph as a box, or an input or an output of it. */
const surveyedBoxSchema = z.object({
  /** Of its own in the graph. */
  id: z.string(),
  /** The operator; `input` and `output` of the ends. */
  title: z.string(),
  /** What the file calls it. */
  name: z.string(),
  /** Of what it gives first, as the file or ONNX Runtime knows it: null where neither does. */
  shape: z.array(z.union([z.number(), z.string()])).nullable(),
  /** Numbers that the file holds for it. */
  parameters: z.number(),
  /** Upper left corner, in pixels. */
  position: z.tuple([z.number(), z.number()]),
});

/** The graph of a model file, laid out from top to bottom. */
export const modelGraphSchema = z.object({
  boxes: z.array(surveyedBoxSchema),
  /** From box to box, by their ids. */
  edges: z.array(z.tuple([z.string(), z.string()])),
  /** Operators, drawn or not; inputs and outputs are none. */
  nodes: z.int(),
  /** Boxes that come after those that are drawn. */
  leftOut: z.int(),
});
export type ModelGraph = z.infer<typeof modelGraphSchema>;

/** What is in a model file, whether or not ONNX Runtime runs it. */
export const modelSurveySchema = z.object({
  facts: modelFactsSchema,
  graph: modelGraphSchema,
  /** What ONNX Runtime says where it does not run it. */
  refusal: z.string().nullable(),
});
export type ModelSurvey = z.infer<typeof modelSurveySchema>;
