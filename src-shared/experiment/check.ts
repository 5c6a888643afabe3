import { keepsValidation } from '../data/dataset';
import type { DatasetFacts } from '../data/facts';
import { targetSizeOf } from '../data/prepared';
import { AppError } from '../errors';
import { giveAdvice } from './advice';
import { augmentationProblems } from './problems/augmentationProblems';
import type { Experiment } from './experiment';
import { frozenProblems } from './problems/frozen';
import { problemOf } from './problems/problem';
import { inferNetwork, type InferredNetwork, type NetworkProblem } from '../network/inference';
import { fixOutputWidth } from '../network/inference/outputWidth';
import { formatShape, type Shape } from '../ops/shape';
import { kindOf } from '../training/config';
import { lossCatalogue } from '../training/losses';
import type { MetricKind } from '../training/metrics';
import { misfitOfMonitor } from '../training/metrics/monitor';
import { metricInWords } from '../training/metrics/words';
import { resolveTraining, type ResolvedTraining } from '../training/resolve';

/** The losses that fit this output, for one-click fixes: the first two of the catalogue. */
function fittingLosses(output: Shape, { task, classNames }: DatasetFacts): NetworkProblem['fixes'] {
  return lossCatalogue
    .filter((loss) => loss.misfit(loss.schema.parse({}), output, task, classNames.length) === null)
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
  const misfit = definition.misfit(parameters, outputShape, facts.task, facts.classNames.length);
  const at = { where: 'training.loss' };
  if (misfit !== null) {
    const error = new AppError('badTraining', misfit.message, { ...at, remedy: misfit.remedy });
    const fixes = [...fixesOfWidth(network, misfit.outputs), ...fittingLosses(outputShape, facts)];
    return [problemOf(error, { layer: outputId, fixes })];
  }
  const values = targetSizeOf(facts);
  if (facts.task === 'regression' && outputShape[0] !== values) {
    const [count, units] = values === 1 ? ['one value', '1 unit'] : [`${values} values`, `${values} units`];
    const error = new AppError(
      'badTraining',
      `The data set has ${count} to predict, the network gives ${formatShape(outputShape)}`,
      { ...at, remedy: `Set the last Dense layer to ${units}.` },
    );
    return [problemOf(error, { layer: outputId, fixes: fixesOfWidth(network, values) })];
  }
  return [];
}

function classWeightProblems({ training }: Experiment, { task, classNames }: DatasetFacts): NetworkProblem[] {
  const { classWeights } = training;
  if (classWeights === 'none') return [];
  const where = 'training.classWeights';
  if (task === 'regression') {
    const remedy = 'Set the class weights to none.';
    return [
      problemOf(
        new AppError('badTraining', 'There are no classes to weigh in this data set', { where, remedy }),
      ),
    ];
  }
  if (classWeights === 'balanced' || classWeights.length === classNames.length) return [];
  const error = new AppError(
    'badTraining',
    `There are ${classWeights.length} class weights and ${classNames.length} classes`,
    { where, remedy: `Give one weight for each of: ${classNames.slice(0, 20).join(', ')}.` },
  );
  return [problemOf(error)];
}

function monitorProblems({ training, dataset }: Experiment, facts: DatasetFacts): NetworkProblem[] {
  if (training.earlyStopping === undefined) return [];
  const { task, classNames } = facts;
  const learnt = { task, classes: classNames.length };
  const misfit = misfitOfMonitor(training.earlyStopping.monitor, learnt, keepsValidation(dataset));
  if (misfit === null)
    return keepsValidation(dataset) ? [] : [unvalidatedStopping(training.earlyStopping.monitor)];
  const details = { where: 'training.earlyStopping.monitor', remedy: misfit.remedy };
  return [problemOf(new AppError('badTraining', misfit.message, details))];
}

/** A net that learns its examples by heart does not stop: what it is watched by keeps getting better. */
function unvalidatedStopping(monitor: MetricKind): NetworkProblem {
  const error = new AppError(
    'badTraining',
    `Early stopping goes by the training ${metricInWords(monitor)}, since no examples are kept for validation`,
    {
      where: 'training.earlyStopping',
      remedy: 'Keep some examples for validation: set dataset.validationFraction.',
    },
  );
  return problemOf(error, { severity: 'warning' });
}

/** The one answer to whether an experiment is right: what it comes to, and what is wrong or questionable. */
export interface CheckedExperiment {
  readonly network: InferredNetwork;
  /** Null where the loss, the optimizer or the schedule is not in order. */
  readonly training: ResolvedTraining | null;
  readonly problems: readonly NetworkProblem[];
}

/**
 * Infers the network, looks the training configuration up, and says everything wrong or questionable in them and in how
 * both fit the data set: for the editor, the command line, the engine and the trainer alike.
 * @param facts null where the data set is not known yet; what depends on it is then left unsaid.
 * @param network what was inferred of this experiment's network with these facts, where that is at hand.
 */
export function checkExperiment(
  experiment: Experiment,
  facts: DatasetFacts | null,
  network: InferredNetwork = inferNetwork(experiment.network, facts),
): CheckedExperiment {
  const loss = kindOf(experiment.training.loss);
  const goal = facts === null ? { loss } : { loss, task: facts.task, classes: facts.classNames.length };
  const problems = [
    ...network.problems,
    ...giveAdvice(network, goal),
    ...frozenProblems(experiment, network),
  ];
  let training: ResolvedTraining;
  try {
    training = resolveTraining(experiment.training);
  } catch (thrown) {
    return { network, training: null, problems: [...problems, problemOf(AppError.from(thrown))] };
  }
  if (facts !== null) {
    problems.push(
      ...misfitProblems(network, training, facts),
      ...augmentationProblems(experiment.training.augmentation, facts.inputShape),
      ...classWeightProblems(experiment, facts),
      ...monitorProblems(experiment, facts),
    );
  }
  return { network, training, problems };
}

/** An experiment without an error. */
export interface SoundExperiment extends CheckedExperiment {
  readonly training: ResolvedTraining;
}

/** @throws AppError, the first error of {@link checkExperiment}; warnings pass. */
export function requireSound(experiment: Experiment, facts: DatasetFacts | null): SoundExperiment {
  const checked = checkExperiment(experiment, facts);
  const problem = checked.problems.find(({ severity }) => severity === 'error');
  if (problem !== undefined) throw AppError.fromData(problem.error);
  const { training } = checked;
  if (training === null) throw new Error('a training configuration that is not in order has no error');
  return { ...checked, training };
}
