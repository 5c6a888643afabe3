import { z } from 'zod';
import { defineExportFormat } from './format';

export const tfjs = defineExportFormat({
  kind: 'tfjs',
  title: 'TensorFlow.js',
  description:
    'A layers model for TensorFlow.js, in browsers and Node: model.json, and files with its weights beside it.',
  extension: 'json',
  folderFile: 'model.json',
  besideExtension: 'bin',
  mediaType: 'application/json',
  schema: z.strictObject({ format: z.literal('tfjs') }),
  fields: {},
});
