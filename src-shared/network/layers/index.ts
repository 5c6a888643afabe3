import type { AnyLayerDefinition } from '../layer';
import type { LayerSpec } from '../spec';
import { add } from './add';
import { averagePool2d } from './averagePool2d';
import { batchNormalization } from './batchNormalization';
import { concatenate } from './concatenate';
import { conv1d } from './conv1d';
import { conv2d } from './conv2d';
import { cropping2d } from './cropping2d';
import { dense } from './dense';
import { depthwiseConv2d } from './depthwiseConv2d';
import { dropout } from './dropout';
import { elu } from './elu';
import { flatten } from './flatten';
import { gaussianNoise } from './gaussianNoise';
import { gelu } from './gelu';
import { globalAveragePool2d } from './globalAveragePool2d';
import { globalMaxPool2d } from './globalMaxPool2d';
import { hardSigmoid } from './hardSigmoid';
import { input } from './input';
import { layerNormalization } from './layerNormalization';
import { leakyRelu } from './leakyRelu';
import { maxout } from './maxout';
import { maxPool2d } from './maxPool2d';
import { multiply } from './multiply';
import { permute } from './permute';
import { prelu } from './prelu';
import { relu } from './relu';
import { rescaling } from './rescaling';
import { reshape } from './reshape';
import { selu } from './selu';
import { sigmoid } from './sigmoid';
import { softmax } from './softmax';
import { softplus } from './softplus';
import { softsign } from './softsign';
import { spatialDropout } from './spatialDropout';
import { swish } from './swish';
import { tanh } from './tanh';
import { upsample2d } from './upsample2d';
import { zeroPadding2d } from './zeroPadding2d';

/** Every kind of layer, in the order the palette shows them. A new layer is its file and its line here. */
export const layerCatalogue: readonly AnyLayerDefinition[] = [
  input,
  dense,
  maxout,
  conv2d,
  depthwiseConv2d,
  conv1d,
  maxPool2d,
  averagePool2d,
  globalMaxPool2d,
  globalAveragePool2d,
  relu,
  leakyRelu,
  prelu,
  elu,
  selu,
  gelu,
  swish,
  softplus,
  sigmoid,
  tanh,
  softsign,
  hardSigmoid,
  softmax,
  batchNormalization,
  layerNormalization,
  rescaling,
  dropout,
  spatialDropout,
  gaussianNoise,
  flatten,
  reshape,
  permute,
  upsample2d,
  zeroPadding2d,
  cropping2d,
  add,
  multiply,
  concatenate,
];

const byKind = new Map(layerCatalogue.map((definition) => [definition.kind, definition]));

export function findLayerDefinition(kind: string): AnyLayerDefinition | undefined {
  return byKind.get(kind);
}

/** What a layer is called where it is shown: by its own name, which blanks are none, or by its kind's title. */
export function layerTitle({ name, kind }: Pick<LayerSpec, 'name' | 'kind'>): string {
  return name === undefined || name === '' ? (findLayerDefinition(kind)?.title ?? kind) : name;
}
