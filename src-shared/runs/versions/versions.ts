import { z } from 'zod';
import { kernelKinds } from '../../training/computing/kernels';

/** Whatever else decides the last digits of what is computed. */
export const computingSchema = z.object({
  /** As the system calls it. */
  processor: z.string(),
  /** `javaScript` where training ran without the native library. */
  kernels: z.enum([...kernelKinds, 'javaScript']),
  /** Threads that share one operation. */
  threads: z.int(),
  /** Parts of a batch that are trained side by side. */
  parts: z.int(),
});
export type Computing = z.infer<typeof computingSchema>;

/** What a run is trained with. */
export const versionsSchema = z.object({
  layerlab: z.string(),
  node: z.string(),
  /** Null where training ran without the native library. */
  tensorflow: z.string().nullable(),
  platform: z.string(),
  /** Null until the training has begun, and for runs from before it was told. */
  computing: computingSchema.nullable(),
});
export type Versions = z.infer<typeof versionsSchema>;

/** What a run was trained with before it went on with something else. */
export const earlierVersionsSchema = z.object({
  /** Its last step. */
  untilStep: z.int(),
  versions: versionsSchema,
});
export type EarlierVersions = z.infer<typeof earlierVersionsSchema>;

/**
 * Whether both give the same bits. Kernels take other instructions and add in another order on another processor and with
 * another number of threads or parts.
 */
function computeAlike(a: Versions, b: Versions): boolean {
  const deciding = ({ layerlab, tensorflow, computing }: Versions) =>
    JSON.stringify([layerlab, tensorflow, computing && Object.entries(computing).sort()]);
  return deciding(a) === deciding(b);
}

/**
 * What a run was trained with before it goes on from a step, oldest first; nothing where it goes on with the same.
 * @param last with what it was trained last
 * @param earlier with what before that
 */
export function earlierAt(
  step: number,
  next: Versions,
  last: Versions,
  earlier: readonly EarlierVersions[],
): EarlierVersions[] {
  if (step === 0) return [];
  const before = earlier.filter(({ untilStep }) => untilStep < step);
  const upToStep = earlier[before.length]?.versions ?? last;
  return computeAlike(upToStep, next) ? before : [...before, { untilStep: step, versions: upToStep }];
}
