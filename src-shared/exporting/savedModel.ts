import { z } from 'zod';
import { defineExportFormat } from './format';

export const savedModel = defineExportFormat({
  kind: 'savedModel',
  title: 'SavedModel',
  description:
    'The folder that TensorFlow, TensorFlow Serving and TensorFlow Lite’s converter read, with a serving signature.',
  extension: 'pb',
  folderFile: 'saved_model.pb',
  mediaType: 'application/octet-stream',
  schema: z.strictObject({ format: z.literal('savedModel') }),
  fields: {},
});
