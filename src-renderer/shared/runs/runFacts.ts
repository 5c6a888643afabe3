import { describeStart } from '@shared/experiment/startFrom';
import { describeTracker } from '@shared/runs/imported/facts';
import { isTrained, type TrainedRun } from '@shared/runs/imported/trained';
import type { Checkpoint, RunDetail } from '@shared/runs/run';
import {
  describeCores,
  describeEarlier,
  describeKernels,
  describeTensorflow,
  earlierMeaning,
} from '@shared/runs/versions/versionsWords';
import { describeRemedy } from '@shared/diagnosis/remedyWords';
import { describeCleared, describeWeights } from '@shared/runs/weightsWords';
import { describeCompilation } from '@shared/training/computing/compilation';
import { kindOf } from '@shared/training/config';
import { formatCount, formatDateTime, formatDuration, formatNumber } from '../format';

export interface Fact {
  readonly name: string;
  readonly value: string;
  /** An id or a hash. */
  readonly code?: boolean;
  /** A sentence, which is shown whole. */
  readonly prose?: boolean;
}

/** What is known of a run besides its metrics. Hashes are shown whole: cells shorten them. */
export function runFacts(run: RunDetail): Fact[] {
  return isTrained(run) ? factsOfTrained(run) : factsOfImported(run);
}

function factsOfImported({ id, imported, createdAt, startedAt, finishedAt }: RunDetail): Fact[] {
  if (imported === null) return [];
  return [
    { name: 'Imported from', value: describeTracker(imported.from) },
    { name: 'Source', value: imported.source, code: true },
    { name: 'Called there', value: imported.originalName },
    { name: 'Ended there', value: imported.status ?? '–' },
    { name: 'First value', value: formatDateTime(startedAt) },
    { name: 'Last value', value: formatDateTime(finishedAt) },
    { name: 'Imported', value: formatDateTime(createdAt) },
    ...Object.entries(imported.parameters).map(([name, value]) => ({ name, value: String(value) })),
    { name: 'Id', value: id, code: true },
    ...imported.remarks.map((remark) => ({ name: 'Note', value: remark, prose: true })),
  ];
}

function factsOfTrained(run: TrainedRun): Fact[] {
  const { versions, experiment, progress } = run;
  const { optimizer, loss, batchSize } = experiment.training;
  return [
    { name: 'Data set', value: run.datasetName },
    { name: 'Data hash', value: run.datasetHash, code: true },
    { name: 'Parameters', value: formatCount(run.parameterCount) },
    {
      name: 'Optimizer',
      value: `${optimizer.kind}, learning rate ${formatNumber(Number(optimizer['learningRate'] ?? NaN))}`,
    },
    { name: 'Loss', value: kindOf(loss) },
    { name: 'Batch size', value: formatCount(batchSize) },
    { name: 'Seed', value: String(run.seed) },
    { name: 'Starts from', value: describeStart(run.experiment.startFrom) },
    ...(run.remedyOf === null ? [] : [{ name: 'Remedy', value: describeRemedy(run.remedyOf), prose: true }]),
    {
      name: 'Epochs',
      value: progress ? `${formatCount(progress.epoch)} of ${formatCount(progress.epochs)}` : '–',
    },
    { name: 'Steps', value: progress ? formatCount(progress.step) : '–' },
    { name: 'Trained for', value: progress ? formatDuration(progress.elapsedSeconds) : '–' },
    { name: 'Created', value: formatDateTime(run.createdAt) },
    { name: 'Ended', value: formatDateTime(run.finishedAt) },
    ...run.checkpoints.map((checkpoint) => ({
      name: weightsTitle(checkpoint),
      value: describeWeights(checkpoint),
    })),
    ...run.clearedCheckpoints.map((cleared) => ({
      name: weightsTitle(cleared),
      value: describeCleared(cleared),
    })),
    ...(run.checkpoints.length === 0 ? [{ name: 'Weights', value: 'none kept yet' }] : []),
    { name: 'Weights hash', value: run.weightsHash ?? '–', code: true },
    { name: 'Id', value: run.id, code: true },
    { name: 'Layerlab', value: versions.layerlab },
    { name: 'TensorFlow', value: describeTensorflow(versions) },
    { name: 'Steps run', value: describeCompilation(run.compilation) },
    { name: 'Node', value: versions.node },
    { name: 'Platform', value: versions.platform },
    { name: 'Processor', value: versions.computing?.processor ?? 'not recorded' },
    { name: 'Kernels', value: describeKernels(versions.computing) },
    { name: 'Cores', value: describeCores(versions.computing) },
    ...earlierFacts(run),
  ];
}

const weightsTitle = ({ name }: Checkpoint) => (name === 'best' ? 'Best weights' : 'Last weights');

/** Where the run went on with something that gives other bits. */
function earlierFacts({ earlierVersions, versions }: TrainedRun): Fact[] {
  if (earlierVersions.length === 0) return [];
  const facts = describeEarlier(earlierVersions, versions);
  return [
    ...facts.map(({ until, what }) => ({ name: until, value: what, prose: true })),
    { name: 'Bits', value: earlierMeaning, prose: true },
  ];
}
