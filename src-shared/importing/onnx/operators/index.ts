import { activations } from './functions/activations';
import { arithmetics } from './functions/arithmetic';
import { choices } from './functions/choices';
import { constants } from './constants';
import { convolution } from './images/convolution';
import { gemm, matMul } from './dense';
import { dropout } from './dropout';
import { pad, slice } from './images/edges';
import { concat } from './merging';
import { limits } from './functions/limits';
import type { Operator } from './node';
import { batchNormalization, layerNormalization } from './normalization';
import { averagePool, globalPool, maxPool, reduced } from './images/pooling';
import { flatten, identity, reshape, squeeze, transpose, unsqueeze } from './shapes';
import { softmax } from './softmax';

/** The operators that are read, by ONNX's names. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    ...activations,
    ...limits,
    ...arithmetics,
    ...choices,
    ...constants,
    Conv: convolution,
    Gemm: gemm,
    MatMul: matMul,
    BatchNormalization: batchNormalization,
    LayerNormalization: layerNormalization,
    MaxPool: maxPool,
    AveragePool: averagePool,
    GlobalAveragePool: globalPool('globalAveragePool2d'),
    GlobalMaxPool: globalPool('globalMaxPool2d'),
    ReduceMean: reduced('globalAveragePool2d'),
    ReduceMax: reduced('globalMaxPool2d'),
    Softmax: softmax,
    Dropout: dropout,
    Concat: concat,
    Flatten: flatten,
    Reshape: reshape,
    Transpose: transpose,
    Squeeze: squeeze,
    Unsqueeze: unsqueeze,
    Identity: identity,
    Pad: pad,
    Slice: slice,
  }),
);
