import { asFloats } from '../calls/stepCalls';
import type { NativeSession } from '../nativeSession';
import type { ObservationCalls } from '../sessionGraph';
import type { Looks } from './looks';

/**
 * Looks at a net in the session that trains it, where its weights need not be held elsewhere.
 * @returns null where the session is not observed
 */
export function looksInTraining(
  native: NativeSession,
  calls: ObservationCalls | null,
  probe: Int32Array = new Int32Array(),
): Looks | null {
  if (calls === null) return null;
  const { indices: placeholder, figures, places, mark } = calls;
  return {
    mark: () => void native.run([], [mark]),
    observe() {
      const [values] = native.run([{ placeholder, shape: [probe.length], values: probe }], [figures]);
      return { places, values: asFloats(values) };
    },
    dispose: () => undefined,
  };
}
