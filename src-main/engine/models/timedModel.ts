import type { ModelSpeed } from '@shared/contract/exports';
import { AppError } from '@shared/errors';
import type { ModelFacts } from '@shared/exporting/modelFacts';
import { sizeOf } from '@shared/ops/shape';
import { Random } from '@shared/random';
import type { EngineParts } from '../engineParts';
import { speedOf } from '../inference/speed';

const largestBatch = 64;
/** Values of a batch's input: 64 MB of them. */
const mostValues = 2 ** 24;

/**
 * How long a model file takes for an example of random numbers from 0 to 1, alone and in a batch where it takes any.
 * @throws AppError `badModel` for what ONNX Runtime does not run, or takes no one input of known size
 */
export function timedModel({ inference }: Pick<EngineParts, 'inference'>, path: string): Promise<ModelSpeed> {
  return inference.with(path, async (process) => {
    const { example, batches } = takenBy(await process.open(path), path);
    const fitting = Math.floor(mostValues / Math.max(1, sizeOf(example)));
    const batch = batches ? Math.max(1, Math.min(largestBatch, fitting)) : 1;
    return speedOf(process, { path, example, batch }, (length) => {
      const random = new Random(1, 0);
      return Float32Array.from({ length }, () => random.uniform(0, 1));
    });
  });
}

/** What one example is, and whether a model takes several at once. */
function takenBy({ inputs }: ModelFacts, path: string) {
  const [input] = inputs;
  const [batch, ...sizes] = input?.shape ?? [];
  const example = sizes.filter((size) => typeof size === 'number');
  const isOfOne = batch === 1 || typeof batch === 'string';
  if (inputs.length === 1 && input?.type === 'float32' && isOfOne && example.length === sizes.length) {
    return { example, batches: batch !== 1 };
  }
  throw new AppError(
    'badModel',
    'The model does not take examples of one known size, as numbers of 32 bits.',
    {
      where: path,
      remedy: 'It can be looked at, but not be timed.',
    },
  );
}
