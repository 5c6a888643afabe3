/** More than a person looks at. */
const mostMaps = 64;
/** Together: a net that learns is looked at several times a second. */
const mostBytes = 262_144;

/** Maps of the first units of a layer as bytes in base64, unit by unit, with the smallest and the largest value of each. */
export interface ByteMaps {
  readonly ranges: [number, number][];
  readonly values: string;
}

/**
 * @param values places × units; more places than are asked for may follow
 * @param most units that are looked at
 */
export function byteMaps(values: Float32Array, places: number, units: number, most = mostMaps): ByteMaps {
  const shown = Math.min(units, most, Math.max(1, Math.floor(mostBytes / places)));
  const bytes = new Uint8Array(shown * places);
  const own = new Float64Array(places);
  const ranges = Array.from({ length: shown }, (_, unit): [number, number] => {
    for (let place = 0; place < places; place++) own[place] = finite(values[place * units + unit]);
    const [low, high] = rangeOf(own);
    const step = high === low ? 0 : 255 / (high - low);
    for (let place = 0; place < places; place++)
      bytes[unit * places + place] = Math.round(step * ((own[place] ?? 0) - low));
    return [low, high];
  });
  return { ranges, values: Buffer.from(bytes).toString('base64') };
}

function rangeOf(values: Float64Array): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

const finite = (value: number | undefined): number => (Number.isFinite(value) ? (value ?? 0) : 0);
