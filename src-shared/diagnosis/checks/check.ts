import { z } from 'zod';
import type { Observation } from '../../network/observation';
import type { RunRecord } from '../record';

export const checkKinds = ['inputs', 'initialLoss', 'activations', 'gradients'] as const;

/** What was looked at before the first step, and whether it is as it should be. */
export const startCheckSchema = z.object({
  kind: z.enum(checkKinds),
  title: z.string(),
  passed: z.boolean(),
  /** The figures, in words. */
  says: z.string(),
});
export type StartCheck = z.infer<typeof startCheckSchema>;

/** One file defines it; the list in `index.ts` names it. */
export interface CheckDefinition {
  readonly kind: StartCheck['kind'];
  readonly title: string;
  readonly source: string;
  /** @param start what was seen before the first step. @returns null where it cannot be told */
  look(record: RunRecord, start: Observation): Pick<StartCheck, 'passed' | 'says'> | null;
}
