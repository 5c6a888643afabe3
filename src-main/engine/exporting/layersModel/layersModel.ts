import type { KerasLibrary, StoredLayerPart } from '@shared/frameworks/layerCode';
import { planCode, type CodePlan } from '@shared/code/plan';
import { storedParts, storedWeightName } from '@shared/code/keras/storedLayer';
import type { UncheckedObject } from '@shared/json';
import { sizeOf, type Shape } from '@shared/ops/shape';
import type { TrainedNetwork } from '../encoder';
import { weightsOf, type NamedWeight } from '../weights';

/** A layer of a stored model, with what it takes its inputs from. */
export interface ModelNode extends StoredLayerPart {
  readonly name: string;
  /** Names of the layers whose outputs it takes; empty for the input. */
  readonly from: readonly string[];
  /** By the libraries' names. */
  readonly weights: readonly NamedWeight[];
}

/** A network as Keras and tfjs store one: layers with their configuration. The first is the input, which takes examples as the data set has them. */
export interface LayersModel {
  readonly name: string;
  /** In the order in which they are computed. */
  readonly nodes: readonly ModelNode[];
  readonly input: string;
  readonly output: string;
}

/** @throws AppError `exportFailed` with the layer that the library lacks */
export function layersModel(trained: TrainedNetwork, library: KerasLibrary): LayersModel {
  const { experiment, network, weights } = trained;
  const plan = planCode(experiment, network);
  const taken = new Set(['inputs', ...plan.layers.map(({ name }) => name)]);
  const nodes = inputNodes(plan, trained, taken);
  /** The node that gives what a variable of the plan holds, by the layer whose output it is. */
  const outputs = new Map<string, string>([[network.inputId ?? '', nodes.at(-1)?.name ?? '']]);
  for (const planned of plan.layers) {
    const { layer, name } = planned;
    let from = layer.from.map((id) => outputs.get(id) ?? id);
    storedParts(planned, library).forEach((part, place) => {
      const own = place === 0 ? name : unusedName(`${name}_${place + 1}`, taken);
      const held = place === 0 ? weightsOf(layer, weights) : [];
      const named = held.map((weight) => ({ ...weight, name: storedWeightName(planned, weight.name) }));
      nodes.push({ name: own, ...part, from, weights: named });
      from = [own];
    });
    outputs.set(layer.id, from[0] ?? name);
  }
  const output = outputs.get(plan.output.layer.id) ?? '';
  return { name: modelName(experiment.name), nodes, input: 'inputs', output };
}

/** The input, the data set's scaling, and the example in one row where the network takes it so. */
function inputNodes(plan: CodePlan, { dataset }: TrainedNetwork, taken: Set<string>): ModelNode[] {
  const { exampleShape } = plan;
  const { offset, factor } = dataset.scaling;
  const nodes: ModelNode[] = [
    { name: 'inputs', className: 'InputLayer', config: {}, from: [], weights: [], output: exampleShape },
  ];
  const add = (wanted: string, className: string, config: UncheckedObject, output: Shape): void => {
    const from = [nodes.at(-1)?.name ?? ''];
    nodes.push({ name: unusedName(wanted, taken), className, config, from, weights: [], output });
  };
  const negative = offset.map((value) => (value === 0 ? 0 : -value));
  add('scaling_offset', 'Rescaling', { scale: 1, offset: oneOrMany(negative) }, exampleShape);
  add('scaling_factor', 'Rescaling', { scale: oneOrMany(factor), offset: 0 }, exampleShape);
  if (plan.flattensInput) {
    add('row', 'Flatten', { data_format: 'channels_last' }, [sizeOf(exampleShape)]);
  }
  return nodes;
}

/** A number in place of a list of equal ones. */
function oneOrMany(values: readonly number[]): number | number[] {
  const [first = 0] = values;
  return values.every((value) => value === first) ? first : [...values];
}

function unusedName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
  taken.add(name);
  return name;
}

/** Names of models are used in paths and scopes. */
function modelName(name: string): string {
  return name.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^_+|_+$/g, '') || 'network';
}
