/**
 * The counter-based generator behind TensorFlow's stateless random ops, so that training without the native
 * library draws what it would draw with it.
 * Source: Salmon et al. 2011, Parallel Random Numbers: As Easy as 1, 2, 3 (Philox 4×32-10), and TensorFlow's
 * `random_distributions.h` and `stateless_random_ops.cc`.
 */

type Block = readonly [number, number, number, number];

export const roundConstants = [0xd2511f53, 0xcd9e8d57] as const;
export const keyConstants = [0x9e3779b9, 0xbb67ae85] as const;
/** Where TensorFlow starts to mix the seed into a key. */
export const scramblingKey = [0x3ec8f720, 0x02461e29] as const;

/** High and low half of the 64-bit product of two unsigned 32-bit integers. */
function wideProduct(a: number, b: number): readonly [number, number] {
  const product = BigInt(a) * BigInt(b);
  return [Number(product >> 32n), Number(product & 0xffffffffn)];
}

/** Ten rounds of Philox on one counter: four 32-bit numbers. */
function philox(counter: Block, key: readonly [number, number]): Block {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const [high0, low0] = wideProduct(roundConstants[0], c0);
    const [high1, low1] = wideProduct(roundConstants[1], c2);
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + keyConstants[0]) >>> 0;
    k1 = (k1 + keyConstants[1]) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** The upper and lower 32 bits of a seed that TensorFlow widens from int32, sign and all. */
function widened(seed: number): readonly [number, number] {
  return [seed >>> 0, seed < 0 ? 0xffffffff : 0];
}

/** Blocks of four 32-bit numbers for a seed pair, as `StatelessRandomUniform` and its kin take them. */
function* blocks(seed: readonly [number, number]): Generator<Block> {
  const [k0, k1, c2, c3] = philox([...widened(seed[0]), ...widened(seed[1])], scramblingKey);
  for (let index = 0; ; index++) yield philox([index, 0, c2, c3], [k0, k1]);
}

const bits = new Uint32Array(1);
const asFloat = new Float32Array(bits.buffer);

/** In [0, 1): 23 random bits as the mantissa of a number in [1, 2), less 1. */
function toUniform(random: number): number {
  bits[0] = (random & 0x7fffff) | 0x3f800000;
  return (asFloat[0] ?? 1) - 1;
}

/** Two independent normal numbers from two uniform ones (Box and Muller 1958). */
function toNormals(first: number, second: number): readonly [number, number] {
  const radius = Math.sqrt(-2 * Math.log(Math.max(toUniform(first), 1e-7)));
  const angle = 2 * Math.PI * toUniform(second);
  return [Math.sin(angle) * radius, Math.cos(angle) * radius];
}

function fill(size: number, seed: readonly [number, number], convert: (block: Block) => Block): Float32Array {
  const values = new Float32Array(size);
  let filled = 0;
  for (const block of blocks(seed)) {
    if (filled >= size) break;
    for (const value of convert(block)) {
      if (filled < size) values[filled++] = value;
    }
  }
  return values;
}

/** As `StatelessRandomUniform` with the same seed: in [0, 1). */
export function philoxUniform(size: number, seed: readonly [number, number]): Float32Array {
  return fill(size, seed, ([a, b, c, d]) => [toUniform(a), toUniform(b), toUniform(c), toUniform(d)]);
}

/** As `StatelessRandomNormal` with the same seed: mean 0, deviation 1. */
export function philoxNormal(size: number, seed: readonly [number, number]): Float32Array {
  return fill(size, seed, ([a, b, c, d]) => [...toNormals(a, b), ...toNormals(c, d)]);
}
