import { layerHeight, layerWidth, layOut, type Positions } from '@shared/drawing/layout';
import { layerIdSchema } from '@shared/ids';

type Edge = readonly [from: string, to: string];

/** Boxes from which crossing edges are put up with: to keep them apart takes seconds, and a deep recursion. */
const manyBoxes = 500;
const [columnWidth, rowHeight] = [layerWidth + 32, layerHeight + 26];

/** Where the boxes of a graph stand, from top to bottom. @param ids each behind those that give it something */
export function placesOf(ids: readonly string[], edges: readonly Edge[]): Positions {
  if (ids.length > manyBoxes) return inRows(ids, edges);
  return layOut({
    layers: ids.map((id) => ({ id: layerIdSchema.parse(id), kind: 'node' })),
    edges: edges.map(([from, to]) => [layerIdSchema.parse(from), layerIdSchema.parse(to)]),
  });
}

/** Each box in the row below the lowest of those that give it something, a row's boxes side by side around the middle. */
function inRows(ids: readonly string[], edges: readonly Edge[]): Positions {
  const givers = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const [from, to] of edges) givers.get(to)?.push(from);
  const rowOf = new Map<string, number>();
  const filled: string[][] = [];
  for (const id of ids) {
    const row = Math.max(-1, ...(givers.get(id) ?? []).map((giver) => rowOf.get(giver) ?? 0)) + 1;
    rowOf.set(id, row);
    (filled[row] ??= []).push(id);
  }
  // In a cycle no box need stand in the first row.
  const rows = Array.from(filled, (boxes) => boxes ?? []);
  const widest = Math.max(...rows.map(({ length }) => length));
  const places = rows.flatMap((boxes, row) =>
    boxes.map((id, column) => {
      const x = (column + (widest - boxes.length) / 2) * columnWidth;
      return [id, [Math.round(x), row * rowHeight]] as const;
    }),
  );
  return Object.fromEntries(places);
}
