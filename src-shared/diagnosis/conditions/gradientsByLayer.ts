import type { Observation } from '../../network/observation';
import type { KernelMoment, RunRecord } from '../record';

/** How the pull on the kernels changes from the last layer to the first. */
export interface GradientProfile {
  readonly first: KernelMoment;
  readonly last: KernelMoment;
  /** Gradient of the first kernel in proportion to it. */
  readonly pull: number;
  /** Gradient of the first kernel ÷ that of the last, each in proportion to its kernel. */
  readonly ratio: number;
  /** Slope of the gradient's decimal logarithm, from a layer to the one before it. */
  readonly decades: number;
  readonly depth: number;
}

/** Null for nets that are not deep. @param least kernels one behind another */
export function gradientProfile(
  record: RunRecord,
  observation: Observation,
  least = 4,
): GradientProfile | null {
  const kernels = record.kernelsAt(observation).filter(({ norm }) => (norm ?? 0) > 0);
  const [first] = kernels;
  const last = kernels.at(-1);
  if (kernels.length < least || first === undefined || last === undefined) return null;
  const pull = ({ gradientNorm, norm }: KernelMoment) => (gradientNorm ?? Infinity) / (norm ?? 1);
  const logs = kernels.map((kernel) => Math.log10(Math.max(pull(kernel), 1e-30)));
  const center = (logs.length - 1) / 2;
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const covariance = logs.reduce((sum, log, place) => sum + (place - center) * (log - mean), 0);
  const variance = logs.reduce((sum, _, place) => sum + (place - center) ** 2, 0);
  const depth = kernels.length;
  return {
    first,
    last,
    pull: pull(first),
    ratio: pull(first) / pull(last),
    decades: -covariance / variance,
    depth,
  };
}
