import type { PreparedDataset } from '../data/prepared';
import type { DatasetTask } from '../catalogue/task';
import { AppError } from '../errors';
import { giveAdvice } from './advice';
import type { Experiment } from './experiment';
import { inferNetwork, type InferredNetwork, type NetworkProblem } from '../network/inference';
import { fixOutputWidth } from '../network/inference/outputWidth';
import { formatShape, type Shape } from '../ops/shape';
import { kindOf } from '../training/config';
import { lossCatalogue } from '../training/losses';
import { misfitOfMonitor } from '../training/metrics/monitor';
import { resolveTraining, type ResolvedTraining } from '../training/resolve';

/** What a data set says about the network and the loss it can be used with. */
export interface DatasetFacts {
  readonly inputShape: Shape;
  readonly task: DatasetTask;
  /** 0 for regression. */
  readonly classes: number;
  /** Values to predict an example; 1 for classification. */
  readonly targetSize: number;
}

export function factsOf(dataset: PreparedDataset): DatasetFacts {
  const { inputShape, task, classNames, targetSize } = dataset;
  return { inputShape, task, classes: classNames.length, targetSize };
}

function problemOf(error: AppError, details: Partial<NetworkProblem> = {}): NetworkProblem {
  return { severity: 'error', error: error.toData(), layer: null, edge: null, fixes: [], ...details };
}

/** The losses that fit this output, for one-click fixes: the first two of the catalogue. */
function fittingLosses(output: Shape, { task, classes }: DatasetFacts): NetworkProblem['fixes'] {
  return lossCatalogue
    .filter((loss) => loss.misfit(loss.schema.parse({}), output, task, classes) === null)
    .slice(0, 2)
    .map((loss) => ({ kind: 'setLoss', loss: loss.kind, title: `Use ${loss.title.toLowerCase()}` }));
}

function fixesOfWidth(network: InferredNetwork, outputs: number | undefined): NetworkProblem['fixes'] {
  const fix = outputs === undefined ? null : fixOutputWidth(network, outputs);
  return fix === null ? [] : [fix];
}

/** Where the network's output does not suit the loss and the data set. */
function misfitProblems(
  network: InferredNetwork,
  training: ResolvedTraining,
  facts: DatasetFacts,
): NetworkProblem[] {
  const { outputShape, outputId } = network;
  if (outputShape === null) return [];
  const { definition, parameters } = training.loss;
  const misfit = definition.misfit(parameters, outputShape, facts.task, facts.classes);
  const at = { where: 'training.loss' };
  if (misfit !== null) {
    const error = new AppError('badTraining', misfit.message, { ...at, remedy: misfit.remedy });
    const fixes = [...fixesOfWidth(network, misfit.outputs), ...fittingLosses(outputShape, facts)];
    return [problemOf(error, { layer: outputId, fixes })];
  }
  if (facts.task === 'regression' && outputShape[0] !== facts.targetSize) {
    const error = new AppError(
      'badTraining',
      `The data set has ${facts.targetSize} value(s) to predict, the network gives ${formatShape(outputShape)}`,
      { ...at, remedy: `Set the last Dense layer to ${facts.targetSize} unit(s).` },
    );
    return [problemOf(error, { layer: outputId, fixes: fixesOfWidth(network, facts.targetSize) })];
  }
  return [];
}

function augmentationProblems(experiment: Experiment, facts: DatasetFacts): NetworkProblem[] {
  const { augmentation } = experiment.training;
  const wanted = augmentation !== undefined && (augmentation.flipHorizontally || augmentation.shift > 0);
  if (!wanted || facts.inputShape.length === 3) return [];
  const error = new AppError('badTraining', 'Augmentation flips and shifts images; this data set has none', {
    where: 'training.augmentation',
    remedy: 'Switch augmentation off.',
  });
  return [problemOf(error)];
}

function monitorProblems({ training, dataset }: Experiment, facts: DatasetFacts): NetworkProblem[] {
  if (training.earlyStopping === undefined) return [];
  const misfit = misfitOfMonitor(training.earlyStopping.monitor, facts, dataset.validationFraction > 0);
  if (misfit === null) return [];
  const details = { where: 'training.earlyStopping.monitor', remedy: misfit.remedy };
  return [problemOf(new AppError('badTraining', misfit.message, details))];
}

/**
 * Everything wrong or questionable with an experiment, for the editor as for the engine: in the network, in the
 * training configuration, and in how both fit the data set.
 * @param facts null where the data set is not known yet; what depends on it is then left unsaid.
 */
export function validateExperiment(experiment: Experiment, facts: DatasetFacts | null): NetworkProblem[] {
  const loss = kindOf(experiment.training.loss);
  const network = inferNetwork(experiment.network, facts && { inputShape: facts.inputShape });
  const problems = [...network.problems, ...giveAdvice(network, { loss, ...facts })];
  let training: ResolvedTraining;
  try {
    training = resolveTraining(experiment.training);
  } catch (thrown) {
    return [...problems, problemOf(AppError.from(thrown))];
  }
  if (facts !== null) {
    problems.push(
      ...misfitProblems(network, training, facts),
      ...augmentationProblems(experiment, facts),
      ...monitorProblems(experiment, facts),
    );
  }
  return problems;
}

/** @throws AppError, the first error of {@link validateExperiment}; warnings pass. */
export function assertValidExperiment(experiment: Experiment, facts: DatasetFacts | null): void {
  const problem = validateExperiment(experiment, facts).find(({ severity }) => severity === 'error');
  if (problem !== undefined) throw AppError.fromData(problem.error);
}
