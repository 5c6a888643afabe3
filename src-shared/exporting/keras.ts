import { z } from 'zod';
import { defineExportFormat } from './format';

export const keras = defineExportFormat({
  kind: 'keras',
  title: 'Keras',
  description: 'A .keras file that Keras 3 opens on TensorFlow, JAX or PyTorch, to ask it or to train it on.',
  extension: 'keras',
  mediaType: 'application/zip',
  schema: z.strictObject({ format: z.literal('keras') }),
  fields: {},
});
