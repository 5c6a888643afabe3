import type { LayerId } from '@shared/ids';
import type { InferredNetwork } from '@shared/network/inference';
import { findLayerDefinition } from '@shared/network/layers';
import type { LayerSpec, NetworkSpec } from '@shared/network/spec';
import { formatShape } from '@shared/ops/shape';
import { formatCompact } from '../../../shared/format';
import { describeParameters } from '../../../shared/network/layerText';
import { positionsOf } from '../canvas/graph/layout';
import { layerHeight, layerWidth, type Position } from '../edits/positions';

/** Around the network, and inside a box beside its text. */
const margin = 16;
const padding = 10;
/** Average width of a character, in pixels: of the title, and of the smaller line below it. */
const titleCharacter = 7.2;
const detailCharacter = 5.8;

/**
 * The network as a picture for a paper, in SVG: every layer where it stands on the canvas, black on white, with its
 * parameters and the shape that it gives. Layers of folded blocks are drawn too.
 */
export function networkPicture(network: NetworkSpec, inferred: InferredNetwork): string {
  const { blocks: _blocks, positions, ...flat } = network;
  const isFolded = network.blocks?.some(({ folded }) => folded) === true;
  // Layers of a folded block share one place.
  const places = positionsOf(isFolded || positions === undefined ? flat : { ...flat, positions });
  const at = (id: LayerId): Position => places[id] ?? [0, 0];
  const lefts = network.layers.map(({ id }) => at(id)[0]);
  const tops = network.layers.map(({ id }) => at(id)[1]);
  const [left, top] = [Math.min(...lefts) - margin, Math.min(...tops) - margin];
  const width = Math.max(...lefts) + layerWidth + margin - left;
  const height = Math.max(...tops) + layerHeight + margin - top;
  const known = new Map(inferred.layers.map((layer) => [layer.id, layer]));
  const edges = network.edges.map(([from, to]) => edge(at(from), at(to)));
  const boxes = network.layers.map((layer) => {
    const { outputShape, parameterCount = 0 } = known.get(layer.id) ?? {};
    return box(
      layer,
      at(layer.id),
      outputShape === undefined ? '?' : formatShape(outputShape),
      parameterCount,
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" font-family="Helvetica, Arial, sans-serif">
<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="#fff"/>
<g fill="none" stroke="#444" stroke-width="1.2">
${edges.join('\n')}
</g>
${boxes.join('\n')}
</svg>
`;
}

/** From the middle of a box's lower edge to that of the other's upper one. */
function edge([fromX, fromY]: Position, [toX, toY]: Position): string {
  const [x1, y1] = [fromX + layerWidth / 2, fromY + layerHeight];
  const [x2, y2] = [toX + layerWidth / 2, toY];
  const bend = Math.max(12, Math.abs(y2 - y1) / 2);
  const [a, b] = [x2 - 4, x2 + 4];
  return `<path d="M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}"/><path d="M${a} ${y2 - 6}L${x2} ${y2}L${b} ${y2 - 6}"/>`;
}

function box(layer: LayerSpec, [x, y]: Position, shape: string, parameterCount: number): string {
  const definition = findLayerDefinition(layer.kind);
  const count = parameterCount === 0 ? '' : formatCompact(parameterCount);
  const inner = layerWidth - 2 * padding;
  const title = fitted(layer.name ?? definition?.title ?? layer.kind, inner, count, titleCharacter);
  const details = fitted(describeParameters(layer, definition) || layer.id, inner, shape, detailCharacter);
  const [start, end] = [x + padding, x + layerWidth - padding];
  return `<g>
<rect x="${x}" y="${y}" width="${layerWidth}" height="${layerHeight}" rx="6" fill="#fff" stroke="#222"/>
<text x="${start}" y="${y + 24}" font-size="13" font-weight="600">${escaped(title)}</text>
<text x="${end}" y="${y + 24}" font-size="11" text-anchor="end">${escaped(count)}</text>
<text x="${start}" y="${y + 43}" font-size="11" fill="#333">${escaped(details)}</text>
<text x="${end}" y="${y + 43}" font-size="11" text-anchor="end">${escaped(shape)}</text>
</g>`;
}

/** As much of a text as there is room for beside another. */
function fitted(text: string, width: number, beside: string, character: number): string {
  const most = Math.max(1, Math.floor((width - beside.length * detailCharacter - 6) / character));
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
