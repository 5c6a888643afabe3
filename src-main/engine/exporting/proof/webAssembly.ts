import type { SecondRuntimeReport } from '@shared/contract/exports';
import { AppError } from '@shared/errors';
import { formatBytes } from '@shared/format';
import type { ProofContext } from './comparison';
import { compareIn, type Question } from './inRuntime';

/** Larger ones are not tried: opened, a model is in memory several times, of which WebAssembly has 4 GB. */
const mostModelBytes = 256 * 2 ** 20;
const runtime = 'ONNX Runtime Web';

/**
 * Runs an ONNX file in ONNX Runtime's WebAssembly, as browsers do: other machine code than that of ONNX Runtime, held
 * against the same outputs. A file that it does not run is no worse for that, and the report says why.
 */
export async function proveInWebAssembly(
  question: Question,
  { withWebAssembly }: Pick<ProofContext, 'withWebAssembly'>,
): Promise<SecondRuntimeReport> {
  const reason = tooMuch(question);
  if (reason !== null) return notRun(reason);
  try {
    const { largestDifference, sameTop1, firstDeviation, passed } = await withWebAssembly((process) =>
      compareIn(process, question),
    );
    return { runtime, notRun: null, largestDifference, sameTop1, firstDeviation, passed };
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'badModel') return notRun(thrown.message);
    throw thrown;
  }
}

function tooMuch({ facts: { bytes, dataFiles } }: Question): string | null {
  if (dataFiles.length > 0) return 'The model’s weights are in a file beside it.';
  if (bytes <= mostModelBytes) return null;
  return `The model has ${formatBytes(bytes)}; up to ${formatBytes(mostModelBytes)} are run in WebAssembly.`;
}

const notRun = (reason: string): SecondRuntimeReport => ({
  runtime,
  notRun: reason,
  largestDifference: null,
  sameTop1: null,
  firstDeviation: null,
  passed: null,
});
