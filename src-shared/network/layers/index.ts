import type { AnyLayerDefinition } from '../layer';
import { averagePool2d } from './averagePool2d';
import { conv2d } from './conv2d';
import { dense } from './dense';
import { dropout } from './dropout';
import { flatten } from './flatten';
import { input } from './input';
import { leakyRelu } from './leakyRelu';
import { maxPool2d } from './maxPool2d';
import { relu } from './relu';
import { sigmoid } from './sigmoid';
import { softmax } from './softmax';
import { tanh } from './tanh';

/** Every kind of layer, in the order the palette shows them. A new layer is its file and its line here. */
export const layerCatalogue: readonly AnyLayerDefinition[] = [
  input,
  dense,
  conv2d,
  maxPool2d,
  averagePool2d,
  flatten,
  dropout,
  relu,
  leakyRelu,
  sigmoid,
  tanh,
  softmax,
];

const byKind = new Map(layerCatalogue.map((definition) => [definition.kind, definition]));

export function findLayerDefinition(kind: string): AnyLayerDefinition | undefined {
  return byKind.get(kind);
}
