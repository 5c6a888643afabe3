import { z } from 'zod';
import { datasetPreviewSchema } from '../../data/prepared';
import { datasetSpecSchema, tableSpecSchema } from '../../data/spec';
import { tableLookSchema } from '../../data/tables/look';
import { call } from './call';

export const datasetsCalls = {
  preview: call
    .input(z.object({ dataset: datasetSpecSchema, rows: z.int().min(0).max(1000).default(50) }))
    .output(datasetPreviewSchema),
  /** The beginning of a table as it is read, also of one that cannot be trained on yet. */
  look: call.input(z.object({ table: tableSpecSchema })).output(tableLookSchema),
};
