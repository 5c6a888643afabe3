import type { PreparedWindows } from '@shared/data/tables/windows';
import { Breathing } from '../../breathing';
import type { ExampleChunk } from '../../source';
import type { CutWindows } from './cutting';
import type { Ordered } from './order';
import type { Series } from './series';

/** Values that are handed on at once, about. */
const valuesAtOnce = 1 << 18;

/** The windows, some at a time; they stand in the order of their rows. */
export async function* windowChunks(
  { inputs, width }: Series,
  { order }: Ordered,
  { starts }: CutWindows,
  { steps, horizon, target }: PreparedWindows,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExampleChunk> {
  const breathing = new Breathing(signal);
  const size = steps * width;
  const atOnce = Math.max(1, Math.floor(valuesAtOnce / size));
  for (let first = 0; first < starts.length; first += atOnce) {
    const some = starts.subarray(first, first + atOnce);
    const values = new Float32Array(some.length * size);
    const targets = new Float32Array(some.length * horizon);
    some.forEach((start, index) => {
      for (let step = 0; step < steps; step++) {
        const row = order[start + step] ?? 0;
        values.set(inputs.subarray(row * width, (row + 1) * width), index * size + step * width);
      }
      for (let ahead = 0; ahead < horizon; ahead++) {
        const row = order[start + steps + ahead] ?? 0;
        targets[index * horizon + ahead] = inputs[row * width + target] ?? NaN;
      }
    });
    await breathing.pause();
    yield { inputs: values, targets };
  }
}
