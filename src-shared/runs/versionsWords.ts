import { formatCount } from '../format';
import type { Computing, EarlierVersions, Versions } from './versions';

const kernelWords: Readonly<Record<Computing['kernels'], string>> = {
  oneDnn: 'oneDNN’s kernels',
  plain: 'TensorFlow’s own kernels',
  javaScript: 'plain JavaScript',
};

/** `oneDNN’s kernels, batches in 2 parts, 1 thread each, on AMD EPYC 9B14`. */
export function describeComputing(computing: Computing | null): string {
  if (computing === null) return 'not recorded';
  const { processor, kernels, threads, parts } = computing;
  const share = `${formatCount(threads)} ${threads === 1 ? 'thread' : 'threads'}`;
  const cores = parts === 1 ? share : `batches in ${formatCount(parts)} parts, ${share} each`;
  return `${kernelWords[kernels]}, ${cores}, on ${processor}`;
}

/** With what a run was trained before it went on with something else, a line each: until when, and what. */
export function describeEarlier(
  earlier: readonly EarlierVersions[],
): { readonly until: string; readonly what: string }[] {
  return earlier.map(({ untilStep, versions }) => ({
    until: `Until step ${formatCount(untilStep)}`,
    what: `${describePrograms(versions)}, ${describeComputing(versions.computing)}`,
  }));
}

/** Why that is told. */
export const earlierMeaning =
  'The run went on with something that rounds differently: trained in one go, its last digits would be others.';

function describePrograms({ layerlab, tensorflow }: Versions): string {
  return `Layerlab ${layerlab}, ${tensorflow === null ? 'no TensorFlow' : `TensorFlow ${tensorflow}`}`;
}
