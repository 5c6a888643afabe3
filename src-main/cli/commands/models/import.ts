import { resolve } from 'node:path';
import type { ModelReport } from '@shared/contract/imports';
import type { Experiment } from '@shared/experiment/experiment';
import { formatNumber } from '@shared/format';
import { experimentOfModel, unknownLayers } from '@shared/importing';
import { formatShape } from '@shared/ops/shape';
import { exitCodes } from '../../exitCodes';
import { requireEnding } from '../../output/endings';
import { formatTable, print, printJson } from '../../output/output';
import { withEngine, type CommonOptions } from '../../session/session';

export interface ImportOptions extends CommonOptions {
  readonly out?: string;
  readonly like?: string;
  readonly scores?: boolean;
}

/** Makes an experiment file of a stored model, and keeps its weights. @returns the exit code */
export function importStored(
  path: string,
  { out, like, scores, ...options }: ImportOptions & { readonly out: string },
): Promise<number> {
  requireEnding({ option: '--out', path: out }, 'an experiment file', ['json']);
  return withEngine(options, async ({ client }) => {
    const other =
      like === undefined
        ? undefined
        : (await client.files.openExperiment({ path: resolve(like) })).experiment;
    const report = await client.imports.open({ path: resolve(path), into: other });
    if (report.model === null) {
      const { unknownLayers: unknown, vocabulary } = report;
      throw unknownLayers({ unknown, vocabulary }, resolve(path));
    }
    const pattern = other ?? report.model.experiment ?? undefined;
    const { experiment, remarks } = experimentOfModel(
      { name: report.name, path: resolve(path), model: report.model },
      { ...(pattern && { like: pattern }), leavesOutActivation: scores === true },
    );
    const saved = await client.files.saveExperiment({ path: resolve(out), experiment });
    const all = [...report.model.remarks, ...remarks];
    if (options.json) printJson(summary(report, experiment, saved.path, all));
    else print(describe(report, saved.path, all));
    return exitCodes.ok;
  });
}

function summary(
  { name, model, weightFiles }: ModelReport,
  { network, dataset, startFrom }: Experiment,
  path: string,
  remarks: readonly string[],
) {
  return {
    type: 'imported',
    name,
    path,
    layers: network.layers.length,
    parameterCount: model?.parameterCount ?? null,
    trainableCount: model?.trainableCount ?? null,
    outputShape: model?.outputShape ?? null,
    weights: model?.weights ?? null,
    weightFiles,
    startFrom: startFrom ?? null,
    dataset: dataset.kind,
    remarks,
  };
}

function describe(
  { name, model, weightFiles }: ModelReport,
  path: string,
  remarks: readonly string[],
): string {
  const weights = model?.weights ?? null;
  const files = weightFiles.length === 0 ? 'none in the file' : `${weightFiles.join(', ')}: not there`;
  const facts = formatTable([
    ['experiment', path],
    ['model', name],
    ['layers', formatNumber(model?.network.layers.length ?? 0)],
    ['parameters', formatNumber(model?.parameterCount ?? 0)],
    ['trainable', formatNumber(model?.trainableCount ?? 0)],
    ['output', model?.outputShape ? formatShape(model.outputShape) : 'as the data set decides'],
    ['weights', weights === null ? files : `${weights.tensors} tensors (${weights.hash.slice(0, 12)})`],
  ]);
  return [facts, ...remarks.map((remark) => `- ${remark}`)].join('\n');
}
