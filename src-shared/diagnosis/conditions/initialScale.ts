import { sizeOf } from '../../ops/shape';
import type { InferredLayer } from '../../network/inference';
import type { RunRecord } from '../record';

/** A layer's kernel before the first step, and by what it multiplies the deviation of what comes in. */
export interface InitialKernel {
  readonly layer: InferredLayer;
  /** √(fan in) times the root mean square of the weights: about 1 for Glorot's, 1.4 for He's. */
  readonly gain: number;
}

export function initialKernels(record: RunRecord): InitialKernel[] {
  const [first] = record.observations;
  if (first?.step !== 0) return [];
  return record.weighted.flatMap((layer) => {
    const spec = layer.weights.find(({ name }) => name === 'kernel');
    const norm = record.seen(layer.id, first)?.weights.find(({ name }) => name === 'kernel')?.norm ?? null;
    if (spec === undefined || norm === null) return [];
    return [{ layer, gain: (norm / Math.sqrt(sizeOf(spec.shape))) * Math.sqrt(spec.fanIn) }];
  });
}

/** Whether something between a layer and the next kernel sets the scale anew. */
export function isNormalized({ network }: RunRecord, { id }: InferredLayer): boolean {
  const followers = network.layers.filter(({ from }) => from.includes(id));
  return followers.some(({ definition }) => definition.group === 'normalization');
}
