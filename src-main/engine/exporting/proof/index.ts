import type { ParityReport } from '@shared/contract/exports';
import type { ProofPlan, TrainedNetwork } from '../encoder';
import type { ProofContext, Proven } from './comparison';
import { proveKerasFile } from './kerasFile';
import { prove, proveCarried } from './onnxRuntime';
import { proveLayersModel, proveSavedModel } from './tensorflow';
import { proveWeights } from './weights';

export type { ProofContext, Proven } from './comparison';
export { prove } from './onnxRuntime';

/**
 * Holds a file against the trainer in the way that its format allows.
 * @param path of the file, which may have a temporary name; `folder` is where what belongs to it is
 * @throws AppError `badModel` where the file does not run; the trainer's own
 */
export async function proveFile(
  plan: ProofPlan,
  { path, folder }: { readonly path: string; readonly folder: string },
  trained: TrainedNetwork,
  context: ProofContext,
): Promise<Proven> {
  switch (plan.kind) {
    case 'onnx':
      return ranByOnnxRuntime('The file', await prove(path, trained, context));
    case 'carriedOnnx':
      return carried(await proveCarried(plan.model, trained, context));
    case 'savedModel':
      return ranBy('TensorFlow', await proveSavedModel(path, trained, context));
    case 'layersModel':
      return ranBy('TensorFlow.js', await proveLayersModel(path, trained, context));
    case 'keras':
      return proveKerasFile(path, trained, context);
    case 'weights':
      return proveWeights(folder, plan.file, trained);
  }
}

/** The very file answered. */
function ranBy(runtime: string, report: ParityReport): Proven {
  const { passed } = report;
  const summary = `The file was run by ${runtime} beside the trainer.`;
  return { proof: { kind: 'run', runtime, weightsReadBack: null, passed, summary }, report };
}

/** @param what was run */
function ranByOnnxRuntime(what: string, report: ParityReport): Proven {
  const { proof } = ranBy('ONNX Runtime', report);
  const ran = `${what} was run by ONNX Runtime beside the trainer`;
  const notRun = report.secondRuntime?.notRun ?? null;
  const summary =
    notRun === null
      ? `${ran}, and by its WebAssembly, as in a browser.`
      : `${ran}. By its WebAssembly, as in a browser, it was not run: ${notRun}`;
  return { proof: { ...proof, summary }, report };
}

function carried(report: ParityReport): Proven {
  const { proof } = ranByOnnxRuntime('The model in the page', report);
  return { proof: { ...proof, summary: `${proof.summary} The page itself was not opened.` }, report };
}
