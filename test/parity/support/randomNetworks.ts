import { inferNetwork } from '@shared/network/inference';
import { networkSpecSchema, type NetworkSpec } from '@shared/network/spec';
import type { Shape } from '@shared/ops/shape';
import { Random } from '@shared/random';
import type { TrainingConfigInput } from '@shared/training/config';
import { lossCatalogue } from '@shared/training/losses';
import { optimizerCatalogue } from '@shared/training/optimizers';
import { scheduleCatalogue } from '@shared/training/schedules';
import type { SessionRequest } from '../../../src-main/trainer/session/session';
import { randomData, requestOf, type LayerInput } from './requests';

class Chance {
  private readonly random: Random;

  constructor(seed: number) {
    this.random = new Random(seed, 11);
  }

  between(low: number, high: number): number {
    return low + this.random.integer(high - low + 1);
  }

  pick<V>(choices: readonly V[]): V {
    const choice = choices[this.between(0, choices.length - 1)];
    if (choice === undefined) throw new Error('nothing to choose from');
    return choice;
  }

  /** True once in so many times. */
  once(times: number): boolean {
    return this.between(1, times) === 1;
  }
}

const activations = [
  'relu',
  'leakyRelu',
  'prelu',
  'elu',
  'selu',
  'gelu',
  'swish',
  'softplus',
  'tanh',
  'sigmoid',
];

/** A network grown layer by layer, with branches that part and join again. */
class Growth {
  private readonly layers: LayerInput[] = [{ id: 'input', kind: 'input' }];
  private readonly edges: [string, string][] = [];
  private tip = 'input';

  constructor(
    private readonly chance: Chance,
    private readonly inputShape: Shape,
  ) {}

  grow(outputs: number): NetworkSpec {
    for (let count = this.chance.between(1, 4); count > 0; count--) {
      if (this.chance.once(3)) this.branch();
      else this.append(this.anyLayer());
    }
    if (this.shape().length > 1) {
      this.append({ kind: this.chance.once(2) ? 'flatten' : 'globalAveragePool2d' });
    }
    this.append({ kind: 'dense', units: outputs });
    return this.spec();
  }

  private spec(): NetworkSpec {
    return networkSpecSchema.parse({ layers: this.layers, edges: this.edges });
  }

  /** What the tip gives for one example. */
  private shape(): Shape {
    if (this.tip === 'input') return this.inputShape;
    const { layers, problems } = inferNetwork(this.spec(), { inputShape: this.inputShape });
    const tip = layers.find(({ id }) => id === this.tip);
    if (tip === undefined) throw new Error(`a network grew wrong: ${JSON.stringify(problems)}`);
    return tip.outputShape;
  }

  private append(layer: LayerInput, from: readonly string[] = [this.tip]): string {
    const id = `${layer.kind}${this.layers.length}`;
    this.layers.push({ ...layer, id });
    this.edges.push(...from.map((source): [string, string] => [source, id]));
    this.tip = id;
    return id;
  }

  private anyLayer(): LayerInput {
    const { chance } = this;
    const shared = [
      () => ({ kind: chance.pick(activations) }),
      () => ({ kind: chance.pick(activations) }),
      () => ({ kind: 'batchNormalization' }),
      () => ({ kind: 'layerNormalization' }),
      () => ({ kind: 'dropout', rate: 0.2 }),
      () => ({ kind: 'gaussianNoise' }),
    ];
    const forVectors = [
      () => ({ kind: 'dense', units: chance.between(3, 8) }),
      () => ({ kind: 'dense', units: chance.between(3, 8), useBias: false }),
      () => ({ kind: 'maxout', units: chance.between(3, 6) }),
    ];
    const window = () => ({ strides: chance.between(1, 2), padding: chance.pick(['same', 'valid']) });
    const forImages = [
      () => ({
        kind: 'conv2d',
        filters: chance.between(2, 4),
        kernelSize: chance.between(1, 2),
        ...window(),
      }),
      () => ({ kind: 'conv2d', filters: chance.between(2, 4), kernelSize: 3 }),
      () => ({ kind: 'depthwiseConv2d', kernelSize: 2, depthMultiplier: chance.between(1, 2) }),
      () => ({ kind: chance.pick(['maxPool2d', 'averagePool2d']), poolSize: 2, strides: 2, padding: 'same' }),
      () => ({ kind: 'spatialDropout', rate: 0.2 }),
    ];
    const image = this.shape().length === 3;
    return chance.pick([
      ...shared,
      ...(image ? [...forImages, ...forImages] : [...forVectors, ...forVectors]),
    ])();
  }

  /** Two ways on from the tip that keep its shape, joined again; one of them may be the tip itself. */
  private branch(): void {
    const root = this.tip;
    const shape = this.shape();
    const width = shape.at(-1) ?? 1;
    const learned: LayerInput =
      shape.length === 1
        ? { kind: 'dense', units: width }
        : { kind: 'conv2d', filters: width, kernelSize: 2 };
    this.append(learned);
    const first = this.append({ kind: this.chance.pick(activations) });
    const second = this.chance.once(2) ? root : this.append(learned, [root]);
    this.append({ kind: this.chance.pick(['add', 'add', 'multiply', 'concatenate']) }, [first, second]);
  }
}

/** Learning rates with which twenty steps go somewhere, and rounding does not grow on the way. */
const learningRates: Readonly<Record<string, number>> = {
  sgd: 0.05,
  momentum: 0.01,
  nesterov: 0.01,
  adadelta: 0.1,
};

/**
 * Where the true gradient is 0 (a bias before a normalization, a balanced hinge) what is left is rounding, and an
 * adaptive optimizer divides it by its own size into a step of full length; with this epsilon it stays rounding.
 */
const epsilon = 1e-3;

function anyTraining(chance: Chance, loss: string): TrainingConfigInput {
  const { kind, fields } = chance.pick(optimizerCatalogue);
  return {
    loss,
    optimizer: {
      kind,
      learningRate: learningRates[kind] ?? 0.002,
      ...('epsilon' in fields ? { epsilon } : {}),
    },
    schedule: chance.pick(scheduleCatalogue).kind,
    warmupSteps: chance.pick([0, 0, 4]),
    l1: chance.pick([0, 0, 0.001]),
    l2: chance.pick([0, 0, 0.01]),
    ...(chance.once(4) ? { maxNorm: 1.5 } : {}),
    ...(chance.once(4) ? { clipNorm: 1 } : {}),
    batchSize: chance.between(3, 10),
    seed: chance.between(0, 1_000_000),
  };
}

/** A small network with data, loss, optimizer and all options drawn from the seed. */
export function randomRequest(seed: number): SessionRequest {
  const chance = new Chance(seed);
  const inputShape = chance.once(2) ? [5, 4, 2] : [4];
  const { kind, misfit, schema } = chance.pick(lossCatalogue);
  const problems = [
    { task: 'classification', classes: 3, outputs: 3 },
    { task: 'classification', classes: 2, outputs: 1 },
    { task: 'regression', classes: 0, outputs: 2, targetSize: 2 },
  ] as const;
  const fitting = problems.filter(({ task, classes, outputs }) => {
    return misfit(schema.parse({}), [outputs], task, classes) === null;
  });
  const { outputs, ...problem } = chance.pick(fitting);
  const network = new Growth(chance, inputShape).grow(outputs);
  const data = randomData({ ...problem, inputShape, seed, bytes: chance.once(3) });
  return requestOf(network, anyTraining(chance, kind), data);
}
