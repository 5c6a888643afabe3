import type { ModelSpeed } from '@shared/contract/exports';
import { sizeOf } from '@shared/ops/shape';
import type { TrainedNetwork } from '../encoder';
import type { ProofContext } from './comparison';
import type { RawExamples } from './examples';
import { probeCount } from './layers';

const millisecondsEach = 100;

/** How long a file takes for an example: for the first alone, and for as many together as the memory has room for. */
export async function speedOf(
  inference: ProofContext['inference'],
  path: string,
  { inputs, count }: RawExamples,
  { network, dataset: { inputShape } }: TrainedNetwork,
): Promise<ModelSpeed | null> {
  if (count === 0) return null;
  const timeOf = (batch: number) =>
    inference.time(
      path,
      inputs.slice(0, batch * sizeOf(inputShape)),
      [batch, ...inputShape],
      millisecondsEach,
    );
  const batch = probeCount(network, count);
  return { alone: await timeOf(1), together: (await timeOf(batch)) / batch, batch };
}
