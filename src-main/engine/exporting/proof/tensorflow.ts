import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ParityReport } from '@shared/contract/exports';
import type { StoredModelRequest } from '../../../trainer/protocol';
import type { TrainedNetwork } from '../encoder';
import { askedTrainer, compareAnswers, jobOf, type ProofContext } from './comparison';

/** Loads a SavedModel in TensorFlow and runs it by its signature beside the trainer. @param path of its `.pb` file, whatever it is called */
export async function proveSavedModel(
  path: string,
  trained: TrainedNetwork,
  context: ProofContext,
): Promise<ParityReport> {
  // TensorFlow opens a folder, by this name in it.
  const named = join(context.scratch, 'saved_model.pb');
  await copyFile(path, named, constants.COPYFILE_FICLONE);
  return proveStored('savedModel', named, trained, context);
}

/** Loads a layers model with its weights in TensorFlow.js and runs it beside the trainer. @param path of its JSON, with its weights beside it */
export function proveLayersModel(
  path: string,
  trained: TrainedNetwork,
  context: ProofContext,
): Promise<ParityReport> {
  return proveStored('layersModel', path, trained, context);
}

function proveStored(
  format: StoredModelRequest['format'],
  path: string,
  trained: TrainedNetwork,
  context: ProofContext,
): Promise<ParityReport> {
  return context.withTrainer(jobOf(trained, context), async (ask) => {
    const { examples, ours } = await askedTrainer(ask, trained, context);
    const { inputs, count } = examples;
    const shape = [count, ...trained.dataset.inputShape];
    const answer = await ask({ kind: 'storedModel', format, path, inputs, shape });
    if (answer.kind !== 'storedModel') throw new Error(`asked for a stored model, got ${answer.kind}`);
    return compareAnswers(trained, { examples, ours, theirs: answer.outputs }, 'float32');
  });
}
