import type { ExperimentInput } from '@shared/experiment/experiment';

export type Layer = { readonly kind: string } & Readonly<Record<string, unknown>>;

/** What an experiment of the bench is made of, so that a fault can change any part. */
export interface Parts {
  readonly layers: readonly Layer[];
  readonly dataset: ExperimentInput['dataset'];
  readonly training: ExperimentInput['training'];
  /** Share of the training labels that are drawn anew, from 0 to 1. */
  readonly wrongLabels?: number;
}

/** Layers one behind another, save those that name what they come `from`; all draws follow from the seed. */
export function experimentOf(
  name: string,
  { layers, dataset: data, training: how }: Parts,
  seed = 1,
): ExperimentInput {
  const numbered = [{ kind: 'input' }, ...layers].map((layer: Layer, place): Layer & { id: string } => ({
    id: `${layer.kind}${place}`,
    ...layer,
  }));
  const edges = numbered.slice(1).flatMap(({ id, from }, place) => {
    const sources = Array.isArray(from) ? (from as readonly string[]) : [numbered[place]?.id ?? ''];
    return sources.map((source) => [source, id]);
  });
  const named = numbered.map(({ from: _, ...layer }) => layer);
  const training = { ...how, seed };
  const dataset = (data.kind === 'csv' ? data : { ...data, seed }) as ExperimentInput['dataset'];
  const network = { layers: named, edges } as unknown as ExperimentInput['network'];
  return { version: 1, name, network, dataset, training };
}

export const dense = (units: number, initializer: unknown = 'heNormal'): Layer => ({
  kind: 'dense',
  units,
  initializer,
});

/** So many dense layers with an activation behind each, and the scores. */
export function perceptron(
  depth: number,
  width: number,
  activation: string,
  outputs: number,
  between: readonly Layer[] = [],
): Layer[] {
  const initializer = ['tanh', 'sigmoid', 'softsign'].includes(activation) ? 'glorotUniform' : 'heNormal';
  const block = [dense(width, initializer), ...between, { kind: activation }];
  return [...Array.from({ length: depth }, () => block).flat(), dense(outputs, 'glorotUniform')];
}

/** Blocks that add what they were given to what they make of it. */
export function residual(blocks: number, width: number, outputs: number): Layer[] {
  const block = (place: number): Layer[] => [
    { ...dense(width), id: `first${place}` },
    { kind: 'relu', id: `between${place}` },
    { ...dense(width, 'glorotUniform'), id: `second${place}` },
    { kind: 'add', id: `sum${place}`, from: [place === 0 ? 'entry' : `after${place - 1}`, `second${place}`] },
    { kind: 'relu', id: `after${place}` },
  ];
  return [
    { ...dense(width), id: 'into' },
    { kind: 'relu', id: 'entry' },
    ...Array.from({ length: blocks }, (_, place) => block(place)).flat(),
    dense(outputs, 'glorotUniform'),
  ];
}

/** Five nets, by what a data set of so many classes asks of them. */
export const nets: Readonly<Record<string, (outputs: number) => Layer[]>> = {
  shallowRelu: (outputs) => perceptron(2, 24, 'relu', outputs),
  deepRelu: (outputs) => perceptron(5, 24, 'relu', outputs),
  tanh: (outputs) => perceptron(3, 24, 'tanh', outputs),
  normalized: (outputs) => perceptron(3, 24, 'relu', outputs, [{ kind: 'batchNormalization' }]),
  elu: (outputs) => perceptron(3, 24, 'elu', outputs),
};

/** Five data sets. */
export const datasets: Readonly<
  Record<string, { readonly dataset: ExperimentInput['dataset']; readonly classes: number }>
> = {
  moons: { dataset: { kind: 'moons', examples: 400, noise: 0.15 }, classes: 2 },
  circles: { dataset: { kind: 'circles', examples: 400, noise: 0.1 }, classes: 2 },
  xor: { dataset: { kind: 'xor', examples: 400, noise: 0.1 }, classes: 2 },
  blobs: { dataset: { kind: 'blobs', examples: 400 }, classes: 3 },
  spirals: { dataset: { kind: 'spirals', examples: 500, noise: 0.05 }, classes: 2 },
};

export const adam: ExperimentInput['training'] = {
  optimizer: { kind: 'adam', learningRate: 0.01 },
  batchSize: 32,
  epochs: 30,
};
export const momentum: ExperimentInput['training'] = {
  optimizer: { kind: 'momentum', learningRate: 0.05, momentum: 0.9 },
  batchSize: 32,
  epochs: 30,
};
