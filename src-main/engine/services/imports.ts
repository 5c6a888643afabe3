import { resolve } from 'node:path';
import { AppError } from '@shared/errors';
import type { ImportedRuns, ModelReport } from '@shared/contract/imports';
import { requireSound } from '@shared/experiment/check';
import type { Experiment } from '@shared/experiment/experiment';
import { inferNetwork, type InferredNetwork } from '@shared/network/inference';
import { requireFit } from '@shared/experiment/startWeights';
import type { Tracker } from '@shared/runs/imported/facts';
import { prepareDataset } from '../datasets';
import type { EngineParts } from '../engineParts';
import { keepModel, readModelAt, readModelFiles, type ModelReading, type WeightsPlace } from '../imports';
import { addImportedRuns } from '../runs/new/importedRuns';
import { readTracker } from '../trackers';
import { findStart } from '../weights/resolveStart';
import type { ServiceBase } from './base';

export function importsService(base: ServiceBase, parts: EngineParts) {
  return {
    open: base.imports.open.handler(async ({ input, signal }) => {
      const { into: experiment } = input;
      const into = experiment === undefined ? null : () => placeOf(parts, experiment, signal);
      if ('path' in input) return reportOf(parts, await readModelAt(resolve(input.path), into));
      const files = input.files.map(({ name, base64 }) => [name, Buffer.from(base64, 'base64')] as const);
      return reportOf(parts, await readModelFiles(new Map(files), into));
    }),
    runs: base.imports.runs.handler(async ({ input }) => importRuns(parts, resolve(input.path), input.from)),
    fit: base.imports.fit.handler(async ({ input: { experiment }, signal }) => {
      const network = await networkOnData(parts, experiment, signal);
      const found = await findStart(parts, experiment, network);
      if (found === null || experiment.startFrom === undefined) throw noStart();
      const { hash, fit } = found;
      const taken = [...requireFit(fit, experiment.startFrom)];
      return { hash, taken, fresh: [...fit.fresh], unused: [...fit.unused] };
    }),
  };
}

/** The network of an experiment, on the shape that it says itself, or on that of its data. */
async function placeOf(
  parts: EngineParts,
  experiment: Experiment,
  signal: AbortSignal | undefined,
): Promise<WeightsPlace> {
  const network = inferNetwork(experiment.network, null);
  const isSound = network.problems.every(({ severity }) => severity !== 'error');
  if (isSound && network.layers.length === experiment.network.layers.length) return { experiment, network };
  return { experiment, network: await networkOnData(parts, experiment, signal) };
}

async function networkOnData(
  { workspace }: EngineParts,
  experiment: Experiment,
  signal: AbortSignal | undefined,
): Promise<InferredNetwork> {
  const { dataset } = await prepareDataset(experiment.dataset, { ...workspace.preparing, signal });
  return requireSound(experiment, dataset).network;
}

async function importRuns(
  { database, metrics, runs, broadcaster }: EngineParts,
  path: string,
  wanted?: Tracker,
): Promise<ImportedRuns> {
  const { from, runs: foreign, remarks } = await readTracker(path, wanted);
  const ids = addImportedRuns(database, metrics, foreign, { from, path });
  for (const id of ids) broadcaster.runChanged(runs.summary(id));
  return {
    from,
    path,
    runs: ids.map((runId, place) => {
      const { name, imported } = runs.detail(runId);
      const series = foreign[place]?.series ?? [];
      const points = series.reduce((sum, { steps }) => sum + steps.length, 0);
      return { runId, name, series: series.length, points, remarks: imported?.remarks ?? [] };
    }),
    remarks: [...remarks],
  };
}

function reportOf({ workspace }: EngineParts, { survey, model }: ModelReading): ModelReport {
  const { name, known, unknown, weightFiles, vocabulary } = survey;
  const found = {
    name,
    knownLayers: [...known],
    unknownLayers: [...unknown],
    weightFiles: [...weightFiles],
    vocabulary: [...vocabulary],
  };
  if (model === null) return { ...found, model: null };
  const { network, experiment, inferred, remarks, weights } = model;
  const kept = keepModel(workspace, model);
  return {
    ...found,
    model: {
      network,
      experiment,
      remarks: [...remarks],
      parameterCount: inferred.totals.parameterCount,
      trainableCount: inferred.totals.trainableCount,
      outputShape: inferred.outputShape === null ? null : [...inferred.outputShape],
      weights: kept === null ? null : { hash: kept.hash, tensors: weights.length },
    },
  };
}

function noStart(): AppError {
  return new AppError('badArgument', 'The experiment does not say what it starts from', {
    where: 'startFrom',
    remedy: 'Name a run or a model there.',
  });
}
