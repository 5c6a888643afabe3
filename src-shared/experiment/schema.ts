import { z } from 'zod';
import type { Definition } from '../catalogue/definition';
import { experimentSchema } from './experiment';
import { layerUnionSchema } from '../network/parse';
import { networkSpecSchema } from '../network/spec';
import { strictSweepSchema } from '../sweeps/spec';
import { trainingConfigSchema } from '../training/config';
import { lossCatalogue } from '../training/losses';
import { optimizerCatalogue } from '../training/optimizers';
import { scheduleCatalogue } from '../training/schedules';

/** A kind with its own parameters beside it. */
function withParameters({ kind, title, description, schema }: Definition): z.ZodType {
  if (!(schema instanceof z.ZodObject)) throw new Error(`the parameters of ${kind} are not an object schema`);
  return z
    .strictObject({ kind: z.literal(kind), ...schema.shape })
    .describe(`${title}. ${description.summary}`);
}

/** Any kind of a catalogue, with its parameters. */
function anyOf(catalogue: readonly Definition[]) {
  return z.union(catalogue.map(withParameters));
}

/** The same, or a name alone. */
function anyOfOrName(catalogue: readonly Definition[]) {
  return z.union([z.enum(catalogue.map(({ kind }) => kind)), ...catalogue.map(withParameters)]);
}

/**
 * The JSON Schema (draft 2020-12) of `*.layerlab.json`, generated from the zod schemas of the file and of every
 * entry of the catalogues, so that an editor completes and checks each kind's own parameters.
 */
export function experimentJsonSchema(): Record<string, unknown> {
  const { loss, optimizer } = trainingConfigSchema.shape;
  const file = experimentSchema
    .extend({
      network: networkSpecSchema.extend({ layers: z.array(layerUnionSchema()) }),
      training: trainingConfigSchema.extend({
        loss: anyOfOrName(lossCatalogue).describe('What is minimized.').default(loss.parse(undefined)),
        optimizer: anyOf(optimizerCatalogue)
          .describe('How the weights follow the gradient.')
          .default(optimizer.parse(undefined)),
        schedule: anyOfOrName(scheduleCatalogue)
          .describe('How the learning rate changes; constant where absent.')
          .optional(),
      }),
      sweep: strictSweepSchema().describe('Which variations of it "layerlab sweep" tries.').optional(),
    })
    .describe('A Layerlab experiment: the network, the data set and how it is trained.');
  return { title: 'Layerlab experiment', ...z.toJSONSchema(file, { io: 'input' }) };
}
