import type { DatasetTask } from '../catalogue/task';
import { factsOfSpec } from '../data/spec';
import { AppError } from '../errors';
import type { Experiment } from '../experiment/experiment';
import { describeStart } from '../experiment/startFrom';
import type { LayerId } from '../ids';
import type { InferredLayer, InferredNetwork } from '../network/inference';
import { sizeOf, type Shape } from '../ops/shape';
import { regularizationOf, type Regularization } from '../training/regularization';
import { resolveTraining, type ResolvedTraining } from '../training/resolve';
import { plannedChanges, type PlannedChanges } from './augmentation/plannedChanges';
import type { MathWords } from './augmentation/writtenNumbers';
import { identifiersOf } from './identifiers';
import type { CodePlace } from '../frameworks/layerCode';
import type { LossPlace } from '../frameworks/trainingCode';

/** One layer as the code writes it. */
export interface PlannedLayer {
  readonly layer: InferredLayer;
  /** Its name in the framework, a valid identifier. */
  readonly name: string;
  /** The variable that holds its output: `x` in a chain, otherwise its name. */
  readonly variable: string;
  /** The variables of its inputs. */
  readonly inputs: readonly string[];
  readonly place: CodePlace<object>;
  readonly regularization: Regularization;
}

/** Whether a layer has weights and none of them is learned. */
export function isFrozen({ spec, weights }: InferredLayer): boolean {
  return spec.trainable === false && weights.length > 0;
}

/** What the programs do not do: where the weights start, if not drawn. A sentence to put behind the heading, or nothing. */
export function startRemark({ startFrom }: Experiment): string {
  if (startFrom === undefined) return '';
  const source = JSON.stringify(describeStart(startFrom)).slice(1, -1).replaceAll('*/', '');
  return ` Layerlab starts it from ${source}; here the weights are drawn: load yours before training.`;
}

/** Everything the frameworks' generators have in common. */
export interface CodePlan {
  readonly experiment: Experiment;
  readonly training: ResolvedTraining;
  /** Without the input, in the order in which they are computed. */
  readonly layers: readonly PlannedLayer[];
  /** Shape of one example of the data set. */
  readonly exampleShape: Shape;
  /** The input hands the example on as one long row. */
  readonly flattensInput: boolean;
  readonly output: PlannedLayer;
  readonly parameterCount: number;
  readonly loss: LossPlace;
  /** What is done to the images that are learned from, in the words of the program; null where nothing is. */
  readonly changes: PlannedChanges | null;
}

/**
 * @param words of the language of the program; absent where none is written
 * @throws AppError `badNetwork`, `badTraining` where there is an error: code is written for what can run.
 */
export function planCode(experiment: Experiment, network: InferredNetwork, words?: MathWords): CodePlan {
  const wrong = network.problems.find((problem) => problem.severity === 'error');
  if (wrong !== undefined) throw AppError.fromData(wrong.error);
  const training = resolveTraining(experiment.training);
  const input = network.layers.find((layer) => layer.id === network.inputId);
  const exampleShape = input?.inputShapes[0] ?? input?.outputShape ?? [];
  const flattensInput = exampleShape.length !== input?.outputShape.length;
  const layers = planLayers(experiment, network, flattensInput);
  const output = layers.find(({ layer }) => layer.id === network.outputId);
  if (input === undefined || output === undefined) {
    throw new AppError('badNetwork', 'The network has no layers yet', {
      remedy: 'Put a layer behind the input.',
    });
  }
  return {
    experiment,
    training,
    layers,
    exampleShape,
    flattensInput,
    output,
    parameterCount: network.totals.parameterCount,
    loss: { task: taskOf(experiment, training), outputs: sizeOf(output.layer.outputShape) },
    changes: words === undefined ? null : plannedChanges(experiment, exampleShape, words),
  };
}

/** The task as far as the experiment says it: what only its files can tell is taken from the loss. */
function taskOf(experiment: Experiment, training: ResolvedTraining): DatasetTask {
  if (training.loss.definition.code.needsClasses) return 'classification';
  return factsOfSpec(experiment.dataset).task ?? 'regression';
}

function planLayers(
  experiment: Experiment,
  network: InferredNetwork,
  flattensInput: boolean,
): PlannedLayer[] {
  const own = network.layers.filter((layer) => layer.id !== network.inputId);
  const names = identifiersOf(own.map((layer) => layer.id));
  const variables = variablesOf(network, names, flattensInput);
  return own.map((layer) => ({
    layer,
    name: names.get(layer.id) ?? layer.id,
    variable: variables.get(layer.id) ?? layer.id,
    inputs: layer.from.map((id) => variables.get(id) ?? id),
    place: { parameters: layer.parameters, inputs: layer.inputShapes, output: layer.outputShape },
    regularization: regularizationOf(layer.spec, experiment.training),
  }));
}

/** `row` for an input laid out in one row; `x` for what only the very next layer reads, as people write chains; a name of its own for everything else. */
function variablesOf(
  network: InferredNetwork,
  names: ReadonlyMap<LayerId, string>,
  flattensInput: boolean,
): ReadonlyMap<LayerId, string> {
  const readers = (id: LayerId) => network.layers.filter(({ from }) => from.includes(id));
  return new Map(
    network.layers.map(({ id }, index) => {
      if (id === network.inputId) return [id, flattensInput ? 'row' : 'inputs'];
      const next = network.layers[index + 1];
      const [reader, ...others] = readers(id);
      const isChain = reader !== undefined && others.length === 0 && reader === next;
      return [id, isChain && reader.from.length === 1 ? 'x' : (names.get(id) ?? id)];
    }),
  );
}
