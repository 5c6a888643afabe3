import { basename } from 'node:path';
import type { ModelDescription, ModelReference } from '@shared/contract/models';
import { AppError } from '@shared/errors';
import type { CheckpointName } from '@shared/runs/run';
import type { EngineClient } from '../../../processes/engineClient';
import { onEndSignal } from '../../../processes/signals';
import { exitCodes } from '../../exitCodes';
import { findModel } from '../../findModel';
import { print, printJson } from '../../output/output';
import { isGiven, notGivenBecause } from '../../serve/datatypes';
import { startModelServer } from '../../serve/server';
import { withEngine, type CommonOptions } from '../../session/session';

export interface ServeOptions extends CommonOptions {
  readonly port: number;
  readonly checkpoint?: CheckpointName;
}

/** Serves a model on the loopback address until it is ended. @returns the exit code */
export function serve(name: string, options: ServeOptions): Promise<number> {
  return withEngine(options, async ({ client, engineGone }) => {
    const model = await findModel(client, name, options.checkpoint);
    const described = await client.models.describe({ model });
    requireGiven(described);
    const served = await startModelServer({
      port: options.port,
      name: await servedName(client, model, described),
      model: described,
      infer: (inputs, shape, outputs) =>
        client.models.infer({ model: { path: described.path }, inputs, shape, outputs }),
    });
    if (options.json) printJson({ type: 'serving', url: served.url, model: served.name });
    else {
      print(`${served.name} answers at ${served.url}/v2/models/${served.name}/infer`);
      print(`How to ask it: ${served.url}`);
      print('For trying on this machine alone: there are no users and no passwords. Ctrl-C ends it.');
    }
    try {
      await Promise.race([new Promise<void>((resolve) => onEndSignal(resolve)), engineGone]);
    } finally {
      await served.close();
    }
    return exitCodes.interrupted;
  });
}

/** @throws AppError `badModel` where nothing that the model gives can be written as numbers */
function requireGiven({ facts: { outputs }, path }: ModelDescription): void {
  if (outputs.some(isGiven)) return;
  throw new AppError(
    'badModel',
    `Nothing that the model gives can be served. ${outputs.map(notGivenBecause).join(' ')}`,
    {
      where: path,
      remedy:
        'Convert it again so that an output is a tensor of numbers; for scikit-learn, with zipmap=False.',
    },
  );
}

/** The name in the addresses: the run's, or the file's without its ending. */
async function servedName(
  client: EngineClient,
  model: ModelReference,
  { path }: ModelDescription,
): Promise<string> {
  const given =
    'runId' in model
      ? (await client.runs.get({ runId: model.runId })).name
      : basename(path).replace(/\.[^.]+$/, '');
  return given.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '') || 'model';
}
