import { describe, expect, it } from 'vitest';
import {
  decodeModel,
  encodeModel,
  modelPieces,
  valueInfo,
} from '../../../src-main/engine/exporting/onnx/proto';
import { modelMessage } from '../../../src-main/engine/exporting/onnx/message';

const values = new Uint8Array(4000).map((_, at) => at);
const model = modelMessage(17, {
  docString: 'two tensors',
  metadataProps: [{ key: 'a', value: 'b' }],
  graph: {
    name: 'graph',
    node: [{ name: 'n', opType: 'Identity', input: ['x'], output: ['y'], attribute: [] }],
    initializer: [
      { name: 'large', dataType: 1, dims: [10, 100], rawData: values },
      { name: 'empty', dataType: 1, dims: [0], rawData: new Uint8Array() },
    ],
    input: [valueInfo('x', 'float32', [null, 3])],
    output: [valueInfo('y', 'float32', [null, 3])],
  },
});

describe('a model in pieces', () => {
  it('is what the library reads of it in one', () => {
    expect(decodeModel(Buffer.concat(modelPieces(model)))).toEqual(decodeModel(encodeModel(model)));
  });

  it('has the values of its tensors as they are, without a copy', () => {
    const [piece] = modelPieces(model).filter(({ byteLength }) => byteLength === values.byteLength);
    expect(piece?.buffer).toBe(values.buffer);
  });
});
