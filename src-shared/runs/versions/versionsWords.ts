import { formatCount } from '../../format';
import type { Computing, EarlierVersions, Versions } from './versions';

const kernelWords: Readonly<Record<Computing['kernels'], string>> = {
  oneDnn: 'oneDNN’s kernels',
  plain: 'TensorFlow’s own kernels',
  javaScript: 'plain JavaScript',
};

/** Of a training that has not begun it is not known. */
export function describeTensorflow({ tensorflow, computing }: Versions): string {
  if (tensorflow !== null) return tensorflow;
  return computing?.kernels === 'javaScript' ? 'without TensorFlow’s native library' : '–';
}

/** With what a run is trained, in one sentence. */
export function describePrograms(versions: Versions): string {
  const { layerlab, node, tensorflow } = versions;
  const told = describeTensorflow(versions);
  return `Layerlab ${layerlab}, ${tensorflow === null && told !== '–' ? told : `TensorFlow ${told}`}, Node ${node}`;
}

/** What decides a run's last digits, part by part, in words. */
function partsOf({ layerlab, tensorflow, computing }: Versions): string[] {
  const programs = [
    `Layerlab ${layerlab}`,
    tensorflow === null ? 'no TensorFlow' : `TensorFlow ${tensorflow}`,
  ];
  return [
    ...programs,
    ...(computing === null ? ['kernels and cores not recorded'] : computingParts(computing)),
  ];
}

function computingParts({ processor, kernels, threads, parts }: Computing): string[] {
  return [kernelWords[kernels], processor, describeCores({ threads, parts })];
}

/** `oneDNN’s kernels`. */
export function describeKernels(computing: Computing | null): string {
  return computing === null ? 'not recorded' : kernelWords[computing.kernels];
}

/** `batches in 2 parts, 1 thread each`. */
export function describeCores(computing: Pick<Computing, 'threads' | 'parts'> | null): string {
  if (computing === null) return 'not recorded';
  const { threads, parts } = computing;
  const share = `${formatCount(threads)} ${threads === 1 ? 'thread' : 'threads'}`;
  return parts === 1 ? share : `batches in ${formatCount(parts)} parts, ${share} each`;
}

/** With what a run was trained before it went on with something else: until when, and what differed. */
export function describeEarlier(
  earlier: readonly EarlierVersions[],
  last: Versions,
): { readonly until: string; readonly what: string }[] {
  return earlier.map(({ untilStep, versions }, place) => {
    const next = partsOf(earlier[place + 1]?.versions ?? last);
    const differing = partsOf(versions).filter((part) => !next.includes(part));
    return { until: `Until step ${formatCount(untilStep)}`, what: differing.join(', ') };
  });
}

/** Why that is told. */
export const earlierMeaning =
  'It went on with something that rounds differently: trained in one go, its last digits would be others.';
