import type { Mutation } from '../mutation.ts';

export const exporting: readonly Mutation[] = [
  {
    name: 'parity-tolerance',
    file: 'src-main/engine/exporting/proof/outputs.ts',
    code: 'float32: 1e-5,',
    mutant: 'float32: 1e-2,',
    breaks: 'a file that answers otherwise than its run is said to be proven',
    tests: ['unit/exporting/parity'],
  },
  {
    name: 'onnx-ir-version',
    file: 'src-main/engine/exporting/onnx/message.ts',
    code: 'return 8;',
    mutant: 'return 3;',
    breaks: 'strict readers of ONNX files refuse ours',
    tests: ['engine/exporting/onnx'],
  },
  {
    name: 'onnx-layout',
    file: 'src-main/engine/exporting/onnx/onnxOps.ts',
    code: 'return this.convolution(x, filter, this.transpose(filter, [3, 2, 0, 1]), channelsOut, groups, options);',
    mutant:
      'return this.convolution(x, filter, this.transpose(filter, [3, 2, 1, 0]), channelsOut, groups, options);',
    breaks: 'exported convolutions look at their images turned over',
    tests: ['engine/exporting/onnx', 'engine/exporting/proof'],
  },
  {
    name: 'safetensors-offsets',
    file: 'src-shared/safetensors.ts',
    code: 'data_offsets: [offset, offset + values.byteLength]',
    mutant: 'data_offsets: [offset, offset + values.length]',
    breaks: 'other programs read three quarters of the weights as nothing',
    tests: ['unit/files/safetensors'],
  },
];
