import type { StandardRPCCustomJsonSerializer } from '@orpc/client/standard';

/** A list of numbers that JSON writes in one go. */
class WrittenWhole {
  constructor(private readonly numbers: readonly unknown[]) {}

  toJSON(): readonly unknown[] {
    return this.numbers;
  }
}

/** Shorter lists take no longer one by one. */
const shortest = 16;

/**
 * How both ends of a connection write what crosses it. Lists of numbers, such as curves and pictures, go as they are: oRPC
 * would note the way to each number, which takes longer than all else that is done with it.
 */
export const engineSerializers: readonly StandardRPCCustomJsonSerializer[] = [
  {
    // Below 20 are oRPC's own.
    type: 20,
    condition: (data) =>
      Array.isArray(data) &&
      data.length >= shortest &&
      data.every((value) => value === null || Number.isFinite(value)),
    serialize: (data: readonly unknown[]) => new WrittenWhole(data),
    deserialize: (data: unknown) => {
      if (!Array.isArray(data)) throw new TypeError('a list of numbers came as something else');
      return data;
    },
  },
];
