import type { Random } from '@shared/random';

const asked = process.env['LAYERLAB_MUTATIONS'];

/** How many mutated files of a kind are tried: `LAYERLAB_MUTATIONS=2000 npm test -- damaged` tries more, and prints what came of them. */
export const mutations = (usual: number): number => Number(asked ?? usual);

const first = Number(process.env['LAYERLAB_FIRST_MUTATION'] ?? 0);

/** Their seeds; many are tried in pieces with `LAYERLAB_FIRST_MUTATION`. */
export const seedsOf = (tried: number): number[] =>
  Array.from({ length: tried }, (_, index) => first + index);

/** Bytes changed, cut off, doubled or blown up, as a seed has it. */
export function mutated(original: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(original);
  const place = () => Math.floor(random.uniform(0, bytes.length));
  const way = Math.floor(random.uniform(0, 5));
  if (way === 0) return bytes.subarray(0, place());
  if (way === 1) return Buffer.concat([bytes, bytes.subarray(place())]);
  // Headers decide the most: most changes are there.
  const reach = way === 2 ? bytes.length : Math.min(64, bytes.length);
  for (let count = 0; count < 1 + random.uniform(0, 8); count++) {
    bytes[Math.floor(random.uniform(0, reach))] = way === 4 ? 255 : Math.floor(random.uniform(0, 256));
  }
  return bytes;
}

/** Tells whoever asked for many what came of them. */
export function tellCounts(kind: string, refused: number, tried: number): void {
  if (asked === undefined) return;
  const memory = Math.round((process.resourceUsage().maxRSS * 1024) / 1e6);
  console.info(
    `${kind}: ${tried} tried, ${tried - refused} read, ${refused} refused; ${memory} MB at the most`,
  );
}
