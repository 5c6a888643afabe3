import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { suggestName } from '@shared/catalogue/spelling';
import { AppError } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import type { StartFrom } from '@shared/experiment/startFrom';
import type { CheckpointName } from '@shared/runs/run';
import type { EngineClient } from '../../processes/engineClient';
import { findRun } from '../findRun';
import { UsageError } from '../usageError';

/** Where the weights of a run come from, as the command line says it. */
export interface OriginOptions {
  readonly from?: string;
  readonly checkpoint?: CheckpointName;
  readonly freeze?: string;
}

/** The experiment that starts from the run or model that was named, with the layers frozen. @throws AppError */
export async function withOrigin(
  client: EngineClient,
  experiment: Experiment,
  { from, checkpoint, freeze }: OriginOptions,
): Promise<Experiment> {
  const frozen = freeze === undefined ? experiment : withFrozen(experiment, freeze);
  if (from === undefined && checkpoint === undefined) return frozen;
  if (from === undefined) {
    throw new UsageError('--checkpoint says which weights of a run, and no run is named', {
      where: '--checkpoint',
      remedy: 'Name it with --from.',
    });
  }
  return { ...frozen, startFrom: await originOf(client, from, checkpoint) };
}

/** A file or folder is a model; anything else names a run. */
async function originOf(
  client: EngineClient,
  from: string,
  checkpoint: CheckpointName | undefined,
): Promise<StartFrom> {
  const path = resolve(from);
  if (existsSync(path) && checkpoint === undefined) return { kind: 'model', path };
  try {
    return { kind: 'run', run: await findRun(client, from), checkpoint: checkpoint ?? 'best' };
  } catch (thrown) {
    const { code, message } = AppError.from(thrown);
    throw new AppError(code, message.replace('There is no run', 'There is no run and no file'), {
      where: '--from',
      remedy: 'Give the path of a stored model, or a run as "layerlab runs" names it.',
      cause: thrown,
    });
  }
}

/** @throws AppError where a name is neither a layer's nor a block's */
function withFrozen(experiment: Experiment, names: string): Experiment {
  const { layers, blocks = [] } = experiment.network;
  const frozen = new Set<string>();
  for (const name of names.split(',').map((each) => each.trim())) {
    const block = blocks.find(({ id, name: title }) => id === name || title === name);
    const ids = block?.layers ?? layers.flatMap(({ id }) => (id === name ? [id] : []));
    if (ids.length === 0)
      throw noLayer(name, [...layers.map(({ id }) => id), ...blocks.map((each) => each.name)]);
    for (const id of ids) frozen.add(id);
  }
  return {
    ...experiment,
    network: {
      ...experiment.network,
      layers: layers.map((layer) => (frozen.has(layer.id) ? { ...layer, trainable: false } : layer)),
    },
  };
}

function noLayer(name: string, known: readonly string[]): AppError {
  return new AppError('badArgument', `There is no layer and no block "${name}" to freeze`, {
    where: '--freeze',
    remedy: suggestName(name, known),
  });
}
