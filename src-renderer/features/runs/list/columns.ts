import { capitalized } from '@shared/format';
import { metricNames, metricPath, type MetricName } from '@shared/runs/metricNames';
import { metricInWords, metricOf } from '@shared/training/metrics/words';
import { shortName } from '../../../shared/format';

/** A column of the table of runs: a fact, a figure, a value of the experiment, or the curve. */
export interface RunColumn {
  /** As conditions and orders name it. */
  readonly name: string;
  readonly title: string;
  readonly help: string;
  /** Stands at the right. */
  readonly isNumber: boolean;
  /** In pixels, until it is sized by hand. */
  readonly width: number;
  readonly figure: MetricName | null;
}

/** No field that could be asked for: a small picture of the loss. */
export const curveColumn = 'curve';
/** Stands before all others. */
export const nameColumn = 'name';
export const leastWidth = 48;

const splitTitles = { training: 'Train', validation: 'Val.', test: 'Test' } as const;
const figures = new Map(metricNames.map((name) => [metricPath(name), name]));

const facts: Readonly<Record<string, Pick<RunColumn, 'title'> & Partial<RunColumn>>> = {
  name: { title: 'Name', width: 158 },
  state: { title: 'State', width: 96 },
  tag: { title: 'Tags', width: 120 },
  dataset: { title: 'Data set', width: 96 },
  datasetKind: { title: 'Kind of data', width: 120 },
  configuration: {
    title: 'Configuration',
    width: 120,
    help: 'The same where runs differ in their seeds or held-out folds alone',
  },
  parameterCount: { title: 'Parameters', isNumber: true, width: 100 },
  createdAt: { title: 'Started', width: 144 },
  finishedAt: { title: 'Finished', width: 144 },
  note: { title: 'Note', width: 180 },
  epoch: { title: 'Epoch', isNumber: true, width: 84 },
  seconds: { title: 'Time', isNumber: true, help: 'Time trained, without pauses' },
  [curveColumn]: {
    title: 'Curve',
    width: 72,
    help: 'The validation loss by epoch; the training loss where there is no validation',
  },
};

/** The same where groups stand in it: a mean and its spread take more room than a value. */
export function columnOfGroups(name: string): RunColumn {
  const column = columnNamed(name);
  if (name === nameColumn) return { ...column, width: 320 };
  return column.figure === null ? column : { ...column, width: 150 };
}

/** How any column is shown. */
export function columnNamed(name: string): RunColumn {
  const usual = { name, help: name, isNumber: false, width: 112, figure: null };
  const fact = facts[name];
  if (fact !== undefined) return { ...usual, ...fact };
  const figure = figures.get(name);
  if (figure !== undefined) return { ...usual, ...figureColumn(figure) };
  const isPath = name.includes('.');
  return { ...usual, title: isPath ? shortName(name) : wordsOf(name), isNumber: true };
}

function figureColumn(figure: MetricName) {
  const { split, metric, moment } = figure;
  const title = `${splitTitles[split]} ${metricInWords(metric)}`;
  const when = moment === 'best' ? 'with the best weights' : 'latest';
  return {
    title: moment === 'best' ? `${title}, best weights` : title,
    help: `${metricOf(metric).summary} On the ${split} split, ${when}.`,
    isNumber: true,
    width: (metric === 'loss' ? 96 : 112) + (moment === 'best' ? 88 : 0),
    figure,
  };
}

/** `bestEpoch` as `Best epoch`. */
function wordsOf(name: string): string {
  return capitalized(name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
}

/** The columns of somebody who has chosen none. @param measured figures that some run has */
export function usualColumns(measured: readonly string[]): string[] {
  const headline = metricNames.find(
    (name) =>
      name.metric !== 'loss' &&
      name.split === 'validation' &&
      name.moment === 'last' &&
      measured.includes(metricPath(name)),
  );
  return [
    'state',
    'dataset',
    'parameterCount',
    'epoch',
    curveColumn,
    'validation.loss',
    ...(headline === undefined ? [] : [metricPath(headline)]),
    'training.loss',
    'createdAt',
  ];
}

/** The newest, and the best of a metric, come first. */
export function isBestFirst(column: string): boolean {
  const figure = figures.get(column);
  return figure === undefined ? column === 'createdAt' : metricOf(figure.metric).better === 'higher';
}
