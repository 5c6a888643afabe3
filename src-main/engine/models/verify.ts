import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { VerifyRequest, VerifyResult } from '@shared/contract/models';
import { AppError } from '@shared/errors';
import { readCard } from '@shared/exporting/modelCard';
import type { ModelFacts } from '@shared/exporting/modelFacts';
import type { CheckpointName, RunDetail } from '@shared/runs/run';
import type { EngineParts } from '../engineParts';
import { prove } from '../exporting/proof';
import { readTrained } from '../exporting/trained';
import { requireDataset } from '../jobs/starting/startRun';
import { noCheckpoint } from '../runs/runErrors';

/**
 * Holds a file against a run, as an export is before it is handed out.
 * @throws AppError `badModel` for what is no ONNX file or takes other inputs; `notFound` without the checkpoint
 */
export async function verifyModel(parts: EngineParts, request: VerifyRequest): Promise<VerifyResult> {
  const { runs, workspace, inference, predictors, withWebAssembly } = parts;
  const { runId } = request;
  const path = resolve(request.path);
  const run = runs.trained(runId);
  const { dataset } = runs.material(runId);
  const facts = await inference.with(path, (process) => process.open(path));
  const name = request.checkpoint ?? checkpointOf(facts, run);
  const checkpoint = workspace.checkpoint(runId, name);
  if (!run.checkpoints.some((each) => each.name === name)) throw noCheckpoint(name, checkpoint, run);
  requireSameInput(facts, dataset.inputShape, path);
  await requireDataset(parts, runId);
  const scratch = await mkdtemp(join(tmpdir(), 'layerlab-verify-'));
  try {
    const report = await prove(path, readTrained(run, dataset, checkpoint), {
      datasetDirectory: workspace.dataset(dataset.hash),
      checkpoint,
      scratch,
      withTrainer: (job, work) => predictors.withOne(job, work),
      withWebAssembly,
      inference: {
        open: (file) => inference.with(path, (process) => process.open(file)),
        run: (...asked) => inference.with(path, (process) => process.run(...asked)),
        time: (...asked) => inference.with(path, (process) => process.time(...asked)),
      },
    });
    return { path, sha256: facts.sha256, bytes: facts.bytes, runId, checkpoint: name, report };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The checkpoint with the file's weights, as far as the file says which they are; else the best. */
function checkpointOf({ metadata }: ModelFacts, run: RunDetail): CheckpointName {
  const step = readCard(metadata)?.weights.step;
  const known = [...run.checkpoints, ...run.clearedCheckpoints];
  return known.find((each) => each.step === step)?.name ?? known[0]?.name ?? 'best';
}

function requireSameInput({ inputs }: ModelFacts, inputShape: readonly number[], path: string): void {
  const [input] = inputs;
  const sizes = input?.shape.slice(1) ?? [];
  const fits =
    inputs.length === 1 &&
    sizes.length === inputShape.length &&
    sizes.every((size, axis) => typeof size === 'string' || size === inputShape[axis]);
  if (fits) return;
  throw new AppError(
    'badModel',
    `The model takes ${inputs.map(({ shape }) => `[${shape.join(', ')}]`).join(' and ')}, ` +
      `the run’s examples are [batch, ${inputShape.join(', ')}].`,
    { where: path, remedy: 'Name the run that the model was exported from.' },
  );
}
