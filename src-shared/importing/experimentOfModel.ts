import type { Experiment } from '../experiment/experiment';
import { experimentOf, startUpTemplate, templateCatalogue } from '../experiment/templates';
import { factsOfSpec } from '../data/spec';
import type { NetworkSpec } from '../network/spec';
import { formatShape } from '../ops/shape';

/** A model that was opened. */
export interface OpenedModel {
  readonly name: string;
  readonly path: string;
  readonly model: {
    readonly network: NetworkSpec;
    readonly weights: { readonly hash: string } | null;
  };
}

export interface ExperimentWishes {
  /** Whose data set and training to take. */
  readonly like?: Experiment;
  /** Leave out a softmax or sigmoid at the end. */
  readonly leavesOutActivation: boolean;
}

/** An experiment that begins where the model stands. */
export function experimentOfModel(
  { name, path, model }: OpenedModel,
  { like, leavesOutActivation }: ExperimentWishes,
): { experiment: Experiment; remarks: string[] } {
  const { pattern, remarks } =
    like === undefined ? patternFor(model.network) : { pattern: like, remarks: [] };
  const { network, left } = leavesOutActivation
    ? withoutActivation(model.network)
    : { network: model.network, left: null };
  const { startFrom: _other, sweep: _sweep, notes: _notes, ...rest } = pattern;
  const startFrom = { kind: 'model' as const, path, hash: model.weights?.hash };
  return {
    experiment: {
      ...rest,
      name: name.slice(0, 200),
      network,
      ...(model.weights === null ? {} : { startFrom }),
    },
    remarks:
      left === null ? remarks : [...remarks, `The ${left} at the end is left out: the loss applies it.`],
  };
}

/** The training of a template whose drawn data has the shape of the model’s input. */
function patternFor(network: NetworkSpec): { pattern: Experiment; remarks: string[] } {
  const shape = network.layers.find(({ kind }) => kind === 'input')?.['shape'] as
    readonly number[] | undefined;
  const experiments = templateCatalogue.map(experimentOf);
  const fitting = experiments.find(
    ({ dataset }) => factsOfSpec(dataset)?.inputShape?.join() === shape?.join(),
  );
  if (fitting !== undefined) return { pattern: fitting, remarks: [] };
  const what = shape === undefined ? 'the model’s input' : formatShape(shape);
  return {
    pattern: experimentOf(startUpTemplate),
    remarks: [`No drawn data set has the shape of ${what}: give the experiment your own before training.`],
  };
}

function withoutActivation(network: NetworkSpec): { network: NetworkSpec; left: string | null } {
  const last = network.layers.find(({ id }) => !network.edges.some(([from]) => from === id));
  if (last === undefined || !['softmax', 'sigmoid'].includes(last.kind)) return { network, left: null };
  const blocks = network.blocks
    ?.map((block) => ({ ...block, layers: block.layers.filter((id) => id !== last.id) }))
    .filter(({ layers }) => layers.length > 0);
  return {
    network: {
      ...network,
      layers: network.layers.filter(({ id }) => id !== last.id),
      edges: network.edges.filter(([, to]) => to !== last.id),
      ...(blocks === undefined ? {} : { blocks }),
    },
    left: last.kind,
  };
}
