import { z } from 'zod';
import { defineExportFormat } from './format';

/** The versions of ONNX's operators that a file can be written for. */
export const opsetRange = { oldest: 13, newest: 22, usual: 17 } as const;

/** How weights are kept. `int8` also computes products of whole numbers. */
export const precisions = ['float32', 'float16', 'int8'] as const;
export type Precision = (typeof precisions)[number];

export const onnx = defineExportFormat({
  kind: 'onnx',
  title: 'ONNX',
  description: 'The open format that ONNX Runtime, PyTorch, TensorRT and many others read.',
  extension: 'onnx',
  besideExtension: 'onnx.data',
  mediaType: 'application/octet-stream',
  schema: z.strictObject({
    format: z.literal('onnx'),
    opset: z.int().min(opsetRange.oldest).max(opsetRange.newest).default(opsetRange.usual),
    precision: z.enum(precisions).default('float32'),
    foldBatchNormalization: z.boolean().default(false),
    include: z.enum(['nothing', 'preprocessing']).default('nothing'),
  }),
  fields: {
    opset: {
      label: 'Opset',
      help: 'The version of ONNX’s operators. 17 is read nearly everywhere.',
      control: 'integer',
      minimum: opsetRange.oldest,
      maximum: opsetRange.newest,
    },
    precision: {
      label: 'Precision',
      help: 'float16 halves the file, int8 quarters it; the loss of accuracy is measured before the file is handed out.',
      control: 'choice',
      choices: precisions,
    },
    foldBatchNormalization: {
      label: 'Fold batch normalization',
      help: 'Into the layers before it: faster, and other programs quantize it better. The file then opens as its experiment without weights.',
      control: 'switch',
    },
    include: {
      label: 'Include',
      help: 'preprocessing: missing values (NaN) are filled inside, and probabilities come out beside the scores. Scaling always is inside.',
      control: 'choice',
      choices: ['nothing', 'preprocessing'],
    },
  },
});
