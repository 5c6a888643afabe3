import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelSpeed, ParityReport } from '@shared/contract/exports';
import { readCard } from '@shared/exporting/modelCard';
import { speedOf } from '../../inference/speed';
import type { TrainedNetwork } from '../encoder';
import { askedTrainer, jobOf, type ProofContext } from './comparison';
import type { RawExamples } from './examples';
import { compareIn } from './inRuntime';
import { probeCount } from './layers';
import { proveInWebAssembly } from './webAssembly';

/**
 * Runs an ONNX file beside the trainer, on examples of the split that shows best, in ONNX Runtime and in its WebAssembly,
 * and compares their outputs, and each layer's.
 * @throws AppError `badModel` where ONNX Runtime does not run the file; the trainer's own
 */
export async function prove(
  path: string,
  trained: TrainedNetwork,
  context: ProofContext,
): Promise<ParityReport> {
  const { inference, scratch } = context;
  return context.withTrainer(jobOf(trained, context), async (ask) => {
    const asked = await askedTrainer(ask, trained, context);
    const facts = await inference.open(path);
    const precision = readCard(facts.metadata)?.precision ?? 'float32';
    const question = { path, facts, precision, trained, ...asked, ask, scratch };
    const report = await compareIn(inference, question);
    const secondRuntime = await proveInWebAssembly(question, context);
    const speed = await speedOn(asked.examples, path, trained, inference);
    return { ...report, secondRuntime, speed, passed: report.passed && secondRuntime.passed !== false };
  });
}

/** With as many of the compared examples together as the memory has room for; null where there are none. */
async function speedOn(
  { inputs, count }: RawExamples,
  path: string,
  { network, dataset }: TrainedNetwork,
  inference: ProofContext['inference'],
): Promise<ModelSpeed | null> {
  if (count === 0) return null;
  const asked = { path, example: dataset.inputShape, batch: probeCount(network, count) };
  return speedOf(inference, asked, (values) => inputs.slice(0, values));
}

/** The same with a model that another file carries. */
export async function proveCarried(
  model: Uint8Array,
  trained: TrainedNetwork,
  context: ProofContext,
): Promise<ParityReport> {
  const path = join(context.scratch, 'carried.onnx');
  await writeFile(path, model);
  return prove(path, trained, context);
}
