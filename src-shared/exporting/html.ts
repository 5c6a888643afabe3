import { z } from 'zod';
import { defineExportFormat } from './format';

export const html = defineExportFormat({
  kind: 'html',
  title: 'Web page',
  description:
    'One page that runs the model in any browser, offline: to draw on, drop images on or type into. Send it to anybody.',
  extension: 'html',
  mediaType: 'text/html',
  schema: z.strictObject({ format: z.literal('html') }),
  fields: {},
});
