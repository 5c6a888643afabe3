import type { AnyLayerDefinition } from '../layer';
import { dense } from './dense';
import { dropout } from './dropout';
import { input } from './input';
import { relu } from './relu';

/** Every kind of layer, in the order the palette shows them. A new layer is its file and its line here. */
export const layerCatalogue: readonly AnyLayerDefinition[] = [input, dense, relu, dropout];

const byKind = new Map(layerCatalogue.map((definition) => [definition.kind, definition]));

export function findLayerDefinition(kind: string): AnyLayerDefinition | undefined {
  return byKind.get(kind);
}
