import { parseExperiment } from '@shared/experiment/parsing';
import { findLayerDefinition } from '@shared/network/layers';
import { inferNetwork } from '@shared/network/inference';
import { smallResidual } from '@shared/experiment/templates/smallResidual';

/** The data that the small residual net is made for. */
export const residualData = 'renderedShapes';
const inputShape = [32, 32, 3];

const convolution = { useBias: false, initializer: 'heNormal' } as const;

/** A layer to be made, behind the one before it; `id` is the one that the editor gives it. */
export interface Step {
  readonly id: string;
  readonly kind: string;
  /** The title that the palette and the commands show. */
  readonly title: string;
  readonly set?: {
    readonly units?: number;
    readonly filters?: number;
    readonly kernelSize?: number;
    readonly strides?: number;
    readonly useBias?: false;
    readonly initializer?: string;
  };
}

const layer = (id: string, kind: string, set?: Step['set']): Step => ({
  id,
  kind,
  title: findLayerDefinition(kind)?.title ?? kind,
  ...(set === undefined ? {} : { set }),
});
const norm = (id: string) => layer(id, 'batchNormalization');
const relu = (id: string) => layer(id, 'relu');
const add = (id: string) => layer(id, 'add');
const conv = (id: string, set: Step['set'] = {}) => layer(id, 'conv2d', { ...convolution, ...set });

/** The long way through the net, in order. */
export const longWay: readonly Step[] = [
  layer('input', 'input'),
  conv('conv2d'),
  norm('batchNormalization'),
  relu('relu'),
  conv('conv2d2'),
  norm('batchNormalization2'),
  relu('relu2'),
  conv('conv2d3'),
  norm('batchNormalization3'),
  add('add'),
  relu('relu3'),
  conv('conv2d4', { filters: 32, strides: 2 }),
  norm('batchNormalization4'),
  relu('relu4'),
  conv('conv2d5', { filters: 32 }),
  norm('batchNormalization5'),
  add('add2'),
  relu('relu5'),
  layer('globalAveragePool2d', 'globalAveragePool2d'),
  layer('dense', 'dense', { units: 10 }),
];
export const shortcut = conv('conv2d6', { filters: 32, kernelSize: 1, strides: 2 });
/** The connections beside the long way. */
export const shortWays: readonly (readonly [string, string])[] = [
  ['relu', 'add'],
  ['relu3', 'conv2d6'],
  ['conv2d6', 'add2'],
];

/** The template's name for each layer that the editor named. */
const templateIds: Readonly<Record<string, string>> = {
  input: 'input',
  conv2d: 'conv0',
  batchNormalization: 'norm0',
  relu: 'relu0',
  conv2d2: 'conv1a',
  batchNormalization2: 'norm1a',
  relu2: 'relu1a',
  conv2d3: 'conv1b',
  batchNormalization3: 'norm1b',
  add: 'add1',
  relu3: 'relu1b',
  conv2d4: 'conv2a',
  batchNormalization4: 'norm2a',
  relu4: 'relu2a',
  conv2d5: 'conv2b',
  batchNormalization5: 'norm2b',
  conv2d6: 'shortcut2',
  add2: 'add2',
  relu5: 'relu2b',
  globalAveragePool2d: 'pool',
  dense: 'scores',
};

/** What a network computes, layer by layer, whatever its layers are called and wherever they stand in the file. */
function meaningOf(experiment: unknown, nameOf: (id: string) => string): object[] {
  const { network } = parseExperiment(experiment);
  const { layers, problems } = inferNetwork(network, { inputShape });
  const meaning = layers.map(({ id, definition, parameters, from, outputShape, parameterCount }) => ({
    id: nameOf(id),
    kind: definition.kind,
    parameters,
    from: from.map(nameOf).sort(),
    outputShape,
    parameterCount,
  }));
  return [...problems, ...meaning.sort((a, b) => a.id.localeCompare(b.id))];
}

export const meaningOfTemplate = (): object[] =>
  meaningOf({ version: 1, name: smallResidual.title, ...smallResidual.experiment }, (id) => id);

export const meaningOfBuilt = (experiment: unknown): object[] =>
  meaningOf(experiment, (id) => templateIds[id] ?? id);
