import type { ModelSpeed } from '@shared/contract/exports';
import { sizeOf, type Shape } from '@shared/ops/shape';
import type { InferenceProcess } from './inferenceProcess';

/** Milliseconds that one example is looked at for, and a batch. */
const millisecondsEach = 100;

/**
 * How long a model takes for an example: for one alone, and as one of a batch.
 * @param examples so many numbers as its examples hold, one example after another
 */
export async function speedOf(
  inference: Pick<InferenceProcess, 'time'>,
  { path, example, batch }: { readonly path: string; readonly example: Shape; readonly batch: number },
  examples: (count: number) => Float32Array,
): Promise<ModelSpeed> {
  const timeOf = async (count: number) => {
    const inputs = examples(count * sizeOf(example));
    return (await inference.time(path, inputs, [count, ...example], millisecondsEach)) / count;
  };
  const alone = await timeOf(1);
  return { alone, together: batch === 1 ? alone : await timeOf(batch), batch };
}
