/** More than a person looks at. */
const mostMaps = 64;

/** Maps of the first units of a layer as bytes in base64, unit by unit, with the smallest and the largest value of each. */
export interface ByteMaps {
  readonly ranges: [number, number][];
  readonly values: string;
}

/** @param values places × units; more places than are asked for may follow */
export function byteMaps(values: Float32Array, places: number, units: number): ByteMaps {
  const shown = Math.min(units, mostMaps);
  const bytes = new Uint8Array(shown * places);
  const ranges = Array.from({ length: shown }, (_, unit): [number, number] => {
    const own = Array.from({ length: places }, (_, place) => finite(values[place * units + unit]));
    const [low, high] = own.reduce(
      ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
      [Infinity, -Infinity],
    );
    own.forEach((value, place) => {
      bytes[unit * places + place] = high === low ? 0 : Math.round((255 * (value - low)) / (high - low));
    });
    return [low, high];
  });
  return { ranges, values: Buffer.from(bytes).toString('base64') };
}

const finite = (value: number | undefined): number => (Number.isFinite(value) ? (value ?? 0) : 0);
