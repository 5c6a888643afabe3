import { resolve } from 'node:path';
import { AppError, type AppErrorData } from '@shared/errors';
import type { PreparedDataset } from '@shared/data/prepared';
import { checkExperiment } from '@shared/experiment/check';
import { describeSource } from '@shared/experiment/startFrom';
import type { Experiment } from '@shared/experiment/experiment';
import type { LayerId } from '@shared/ids';
import type { TableFinding } from '@shared/data/tables/findings';
import { requireSweepOn } from '@shared/runs/sweeps/check';
import type { EngineClient } from '../../processes/engineClient';
import { exitCodes } from '../exitCodes';
import { print, printJson, printProblem } from '../output';
import { placed } from '../places';
import { withEngine, type CommonOptions } from '../session';

interface FileProblem {
  readonly severity: 'error' | 'warning';
  readonly layer: LayerId | null;
  readonly error: AppErrorData;
}

interface Checked {
  readonly problems: readonly FileProblem[];
  /** What a person should know of how the data was read. */
  readonly remarks: readonly string[];
}

/** Checks a file as the engine would before training it, its data included. @returns the exit code */
export function validate(file: string, options: CommonOptions): Promise<number> {
  const path = resolve(file);
  return withEngine(options, async ({ client }) => {
    const { problems, remarks } = await check(client, path);
    const valid = problems.every(({ severity }) => severity !== 'error');
    for (const { severity, error } of problems) printProblem(severity, error);
    if (!options.json) for (const remark of remarks) print(remark);
    if (options.json) {
      printJson({
        valid,
        remarks,
        problems: problems.map(({ severity, layer, error }) => ({ severity, layer, ...error })),
      });
    } else print(valid ? `${path} is valid` : `${path} is not valid`);
    return valid ? exitCodes.ok : exitCodes.failed;
  });
}

/** @throws AppError for what has nothing to do with the file, such as a full disk */
async function check(client: EngineClient, path: string): Promise<Checked> {
  try {
    const { experiment } = await client.files.openExperiment({ path });
    const source = { file: path, experiment, settings: [] };
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
      const notes = findings.filter(({ severity }) => severity === 'note').map(({ message }) => message);
      return {
        problems: [
          ...problems,
          ...inSweep.map((error) => ({ severity: 'error' as const, layer: null, error })),
          ...findings.flatMap((finding) => findingProblem(finding, dataset.name)),
        ],
        remarks: [...(dataset.remarks ?? []), ...notes, ...start],
      };
    } catch (thrown) {
      throw placed(thrown, source);
    }
  } catch (thrown) {
    const error = AppError.from(thrown);
    if (!isAboutFile(error)) throw error;
    return { problems: [{ severity: 'error', layer: null, error: error.toData() }], remarks: [] };
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
  { severity, message, columns, lines, remedies }: TableFinding,
  table: string,
): FileProblem[] {
  if (severity === 'note') return [];
  const places = [
    ...(lines.length === 0 ? [] : [`line${lines.length === 1 ? '' : 's'} ${lines.join(', ')}`]),
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

/** Whether the file, or the data that it names, is not as it has to be. */
function isAboutFile({ code }: AppError): boolean {
  return code.startsWith('bad') || code === 'notFound';
}
