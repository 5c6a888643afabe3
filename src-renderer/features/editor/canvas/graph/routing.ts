import { layerHeight, layerWidth } from '@shared/drawing/layout';

interface Corner {
  readonly x: number;
  readonly y: number;
}

/** Between a lane and the boxes beside it. */
const clearance = 18;
const radius = 10;

/**
 * Where a downward edge between two boxes has to run so that it does not pass behind others: null where the straight
 * way is free, otherwise the x of the nearest free vertical beside what stands in its way.
 */
export function freeLane(boxes: ReadonlyMap<string, Corner>, source: string, target: string): number | null {
  const from = boxes.get(source);
  const to = boxes.get(target);
  if (from === undefined || to === undefined) return null;
  const top = from.y + layerHeight;
  if (to.y - top < layerHeight) return null;
  const between = [...boxes].filter(
    ([id, box]) => id !== source && id !== target && box.y + layerHeight > top && box.y < to.y,
  );
  const middle = (from.x + to.x + layerWidth) / 2;
  const blocks = (x: number) =>
    between.filter(([, box]) => x > box.x - clearance / 2 && x < box.x + layerWidth + clearance / 2);
  const straight = from.x + layerWidth / 2;
  if (Math.abs(from.x - to.x) < 1 && blocks(straight).length === 0) return null;
  const candidates = [straight, to.x + layerWidth / 2];
  for (const [, box] of between) candidates.push(box.x - clearance, box.x + layerWidth + clearance);
  const free = candidates
    .filter((x) => blocks(x).length === 0)
    .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  return free[0] ?? null;
}

/** A rounded path down a lane, with the place of its middle. */
export function pathByLane(
  [sourceX, sourceY]: readonly [number, number],
  [targetX, targetY]: readonly [number, number],
  lane: number,
): readonly [string, number, number] {
  const top = sourceY + radius + 2;
  const bottom = targetY - radius - 4;
  const across = (x: number, other: number) => Math.min(radius, Math.abs(other - x) / 2);
  const first = across(sourceX, lane) * Math.sign(lane - sourceX);
  const last = across(lane, targetX) * Math.sign(targetX - lane);
  const bend = (at: number) => Math.abs(at);
  const path = [
    `M${sourceX} ${sourceY}`,
    `V${top - bend(first)}`,
    `Q${sourceX} ${top} ${sourceX + first} ${top}`,
    `H${lane - first}`,
    `Q${lane} ${top} ${lane} ${top + bend(first)}`,
    `V${bottom - bend(last)}`,
    `Q${lane} ${bottom} ${lane + last} ${bottom}`,
    `H${targetX - last}`,
    `Q${targetX} ${bottom} ${targetX} ${bottom + bend(last)}`,
    `V${targetY}`,
  ];
  return [path.join(''), lane, (sourceY + targetY) / 2];
}
