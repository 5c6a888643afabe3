import { z } from 'zod';
import { defineExportFormat } from './format';

/** The versions of ONNX's operators that a file can be written for. */
export const opsetRange = { oldest: 13, newest: 22, usual: 17 } as const;

export const onnx = defineExportFormat({
  kind: 'onnx',
  title: 'ONNX',
  description: 'The open format that ONNX Runtime, PyTorch, TensorRT and many others read.',
  extension: 'onnx',
  mediaType: 'application/octet-stream',
  schema: z.strictObject({
    format: z.literal('onnx'),
    opset: z.int().min(opsetRange.oldest).max(opsetRange.newest).default(opsetRange.usual),
  }),
  fields: {
    opset: {
      label: 'Opset',
      help: 'The version of ONNX’s operators. 17 is read nearly everywhere.',
      control: 'integer',
      minimum: opsetRange.oldest,
      maximum: opsetRange.newest,
    },
  },
});
