import type { TableFinding } from '@shared/data/tables/findings';
import type { PreparedDataset } from '@shared/data/prepared';
import { AppError, type AppErrorData } from '@shared/errors';
import { checkExperiment } from '@shared/experiment/check';
import type { Experiment } from '@shared/experiment/experiment';
import { describeSource } from '@shared/experiment/startFrom';
import type { LayerId } from '@shared/ids';
import { requireSweepOn } from '@shared/runs/sweeps/check';
import type { EngineClient } from '../../processes/engineClient';
import { placed, type ExperimentSource } from './places';

export interface FileProblem {
  readonly severity: 'error' | 'warning';
  readonly layer: LayerId | null;
  readonly error: AppErrorData;
}

export interface Checked {
  readonly problems: readonly FileProblem[];
  /** What a person should know of how the data was read. */
  readonly remarks: readonly string[];
}

/**
 * Everything wrong or questionable in an experiment and its data, with its place in the file.
 * @throws AppError where the data cannot be read
 */
export async function checkSource(client: EngineClient, source: ExperimentSource): Promise<Checked> {
  const { experiment } = source;
  try {
    const { dataset, findings } = await client.datasets.preview({ dataset: experiment.dataset, rows: 0 });
    const problems = checkExperiment(experiment, dataset).problems.map(({ severity, layer, error }) => ({
      severity,
      layer,
      error: placed(AppError.fromData(error), source).toData(),
    }));
    const inSweep = sweepProblems(experiment, dataset).map((error) => placed(error, source).toData());
    const sound = problems.every(({ severity }) => severity !== 'error');
    const start = sound ? await describeFit(client, experiment) : [];
    const remarks = (dataset.remarks ?? []).filter(
      (remark) => !findings.some(({ message }) => message.includes(remark)),
    );
    const notes = findings.filter(({ severity }) => severity === 'note').map(({ message }) => message);
    return {
      problems: [
        ...problems,
        ...inSweep.map((error) => ({ severity: 'error' as const, layer: null, error })),
        ...findings.flatMap((finding) => findingProblem(finding, dataset.name)),
      ],
      remarks: [...new Set([...remarks, ...notes, ...start])],
    };
  } catch (thrown) {
    throw placed(thrown, source);
  }
}

/** Which layers take the weights that the experiment starts from, and which do not. @throws AppError where none fits */
async function describeFit(client: EngineClient, experiment: Experiment): Promise<string[]> {
  const { startFrom } = experiment;
  if (startFrom === undefined) return [];
  const { taken, fresh } = await client.imports.fit({ experiment });
  return [
    `Start from ${describeSource(startFrom)}: ${taken.join(', ')}.`,
    ...fresh.map(({ layer, reason }) => `${layer} begins fresh: ${reason}.`),
  ];
}

/** What is wrong with the sweep that the file describes, if it does. */
function sweepProblems(experiment: Experiment, dataset: PreparedDataset): AppError[] {
  if (experiment.sweep === undefined) return [];
  try {
    requireSweepOn(experiment, dataset);
    return [];
  } catch (thrown) {
    return [AppError.from(thrown)];
  }
}

/** A warning about a table, with the changes to the experiment that would mend it. */
function findingProblem(
  { severity, message, columns, lines, unit, remedies }: TableFinding,
  table: string,
): FileProblem[] {
  if (severity === 'note') return [];
  const places = [
    ...(lines.length === 0 ? [] : [`${unit}${lines.length === 1 ? '' : 's'} ${lines.join(', ')}`]),
    ...columns.slice(0, 1).map((name) => `column “${name}”`),
  ];
  const ways = remedies.map(
    ({ label, edit }) => `${label} (${edit.path.join('.')}: ${JSON.stringify(edit.value)})`,
  );
  const error: AppErrorData = {
    code: 'badDataset',
    message,
    where: [table, ...places].join(', '),
    remedy: ways.length === 0 ? 'See to it in the file.' : `${ways.join(', or ')}.`,
  };
  return [{ severity, layer: null, error }];
}
