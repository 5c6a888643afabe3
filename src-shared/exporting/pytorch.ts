import { z } from 'zod';
import { defineExportFormat } from './format';

export const pytorch = defineExportFormat({
  kind: 'pytorch',
  title: 'PyTorch',
  description:
    'A Python program with the network as PyTorch modules, and a safetensors file with its weights beside it.',
  extension: 'py',
  besideExtension: 'safetensors',
  mediaType: 'text/x-python',
  schema: z.strictObject({ format: z.literal('pytorch') }),
  fields: {},
});
