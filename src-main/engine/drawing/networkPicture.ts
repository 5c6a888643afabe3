import { describeParameters } from '@shared/drawing/layerText';
import { layerHeight, layerWidth, positionsOf, type Position } from '@shared/drawing/layout';
import { formatCompact } from '@shared/format';
import type { LayerId } from '@shared/ids';
import type { InferredNetwork } from '@shared/network/inference';
import { findLayerDefinition, layerTitle } from '@shared/network/layers';
import type { LayerSpec, NetworkSpec } from '@shared/network/spec';
import { formatShape } from '@shared/ops/shape';

/** Around the network, and inside a box beside its text. */
const margin = 16;
const padding = 10;
/** Average width of a character, in pixels: of the title, and of the smaller line below it. */
const titleCharacter = 7.2;
const detailCharacter = 5.8;

/** What a picture is made of, in pixels; what is later stands above what is earlier. */
export type Shape =
  /** A rectangle with round corners. */
  | { readonly kind: 'box'; readonly x: number; readonly y: number }
  /** A path as SVG writes it, drawn and not filled. */
  | { readonly kind: 'line'; readonly path: string }
  /** One line of text on its base line; `x` is where it ends, or where it begins. */
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly size: number;
      readonly isBold?: boolean;
      readonly ends?: boolean;
    };

export interface NetworkPicture {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/**
 * The network as a picture for a paper: every layer where it stands on the canvas, black on white, with its parameters and
 * the shape that it gives. Layers of folded blocks are drawn too.
 */
export function networkPicture(network: NetworkSpec, inferred: InferredNetwork): NetworkPicture {
  const { blocks: _blocks, positions, ...flat } = network;
  const isFolded = network.blocks?.some(({ folded }) => folded) === true;
  // Layers of a folded block share one place.
  const places = positionsOf(isFolded || positions === undefined ? flat : { ...flat, positions });
  const at = (id: LayerId): Position => places[id] ?? [0, 0];
  const lefts = network.layers.map(({ id }) => at(id)[0]);
  const tops = network.layers.map(({ id }) => at(id)[1]);
  const [left, top] = [Math.min(...lefts) - margin, Math.min(...tops) - margin];
  const known = new Map(inferred.layers.map((layer) => [layer.id, layer]));
  return {
    left,
    top,
    width: Math.max(...lefts) + layerWidth + margin - left,
    height: Math.max(...tops) + layerHeight + margin - top,
    shapes: [
      ...network.edges.flatMap(([from, to]) => edge(at(from), at(to))),
      ...network.layers.flatMap((layer) => {
        const { outputShape, parameterCount = 0 } = known.get(layer.id) ?? {};
        const shape = outputShape === undefined ? '?' : formatShape(outputShape);
        return box(layer, at(layer.id), shape, parameterCount);
      }),
    ],
  };
}

/** From the middle of a box's lower edge to that of the other's upper one, with a head. */
function edge([fromX, fromY]: Position, [toX, toY]: Position): Shape[] {
  const [x1, y1] = [fromX + layerWidth / 2, fromY + layerHeight];
  const [x2, y2] = [toX + layerWidth / 2, toY];
  const bend = Math.max(12, Math.abs(y2 - y1) / 2);
  const [a, b] = [x2 - 4, x2 + 4];
  return [
    { kind: 'line', path: `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}` },
    { kind: 'line', path: `M${a} ${y2 - 6}L${x2} ${y2}L${b} ${y2 - 6}` },
  ];
}

function box(layer: LayerSpec, [x, y]: Position, shape: string, parameterCount: number): Shape[] {
  const definition = findLayerDefinition(layer.kind);
  const count = parameterCount === 0 ? '' : formatCompact(parameterCount);
  const inner = layerWidth - 2 * padding;
  const title = fitted(layerTitle(layer), inner, count, titleCharacter);
  const details = fitted(describeParameters(layer, definition) || layer.id, inner, shape, detailCharacter);
  const [start, end] = [x + padding, x + layerWidth - padding];
  return [
    { kind: 'box', x, y },
    { kind: 'text', x: start, y: y + 24, text: title, size: 13, isBold: true },
    { kind: 'text', x: end, y: y + 24, text: count, size: 11, ends: true },
    { kind: 'text', x: start, y: y + 43, text: details, size: 11 },
    { kind: 'text', x: end, y: y + 43, text: shape, size: 11, ends: true },
  ];
}

/** As much of a text as there is room for beside another. */
function fitted(text: string, width: number, beside: string, character: number): string {
  const most = Math.max(1, Math.floor((width - beside.length * detailCharacter - 6) / character));
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
