import { codeTargets } from '@shared/code';
import { identifiersOf } from '@shared/code/identifiers';
import { AppError } from '@shared/errors';
import { experimentSchema } from '@shared/experiment/experiment';
import type { LayerId } from '@shared/ids';
import { inferNetwork } from '@shared/network/inference';
import { layerCatalogue } from '@shared/network/layers';
import { describe, expect, it } from 'vitest';
import { cases } from '../../parity/code/cases';

const [keras, pytorch, tfjs] = codeTargets;

function programs(training: object, dataset: object = { kind: 'moons' }) {
  const network = {
    layers: [
      { id: 'input', kind: 'input', shape: [2] },
      { id: 'hidden', kind: 'dense', units: 4, initializer: { kind: 'normal', standardDeviation: 0.01 } },
      { id: 'relu', kind: 'relu' },
      { id: 'scores', kind: 'dense', units: 2, regularization: { l2: 0 } },
    ],
    edges: [
      ['input', 'hidden'],
      ['hidden', 'relu'],
      ['relu', 'scores'],
    ] as [string, string][],
  };
  const experiment = experimentSchema.parse({ version: 1, network, dataset, training });
  const inferred = inferNetwork(experiment.network, null);
  return codeTargets.map(({ generate }) => generate(experiment, inferred));
}

describe('early stopping', () => {
  it('is written where a program measures what it goes by, and said to be left out elsewhere', () => {
    const [byAccuracy, byF1] = ['accuracy', 'macroF1'].map((monitor) =>
      programs({ earlyStopping: { monitor } }),
    );
    expect(byAccuracy?.[0]).toContain('monitor="val_accuracy"');
    expect(byAccuracy?.[2]).toContain("monitor: 'val_accuracy'");
    const words = 'Left out: Layerlab stops after 10 epochs without a better validation macro F1.';
    for (const program of byF1 ?? []) {
      expect(program).toContain(words);
      expect(program).not.toMatch(/EarlyStopping|earlyStopping/);
    }
  });
});

describe('the share kept for validation', () => {
  it('is written as everywhere, not rounded to whole percents', () => {
    const [, , tfjs] = programs({}, { kind: 'moons', validationFraction: 0.125 });
    expect(tfjs).toContain('of which it kept 12.5 % for validation');
  });
});

describe('augmentation', () => {
  it('of what is no image is said to be left out, change by change with its strength', () => {
    const augmentation = { flipHorizontally: true, rotation: 15, cutout: 3, shift: 0 };
    for (const program of programs({ augmentation })) {
      const text = program.replace(/\n *(#|\*) /g, ' ');
      expect(text).toContain('Left out: Layerlab also changes the training images at random');
      for (const change of ['(flipHorizontally)', '(rotation 15)', '(cutout 3)'])
        expect(text).toContain(change);
      expect(text).not.toContain('(shift');
    }
    for (const program of programs({ augmentation: { shift: 0 } })) expect(program).not.toContain('Left out');
  });
});

describe('the names of layers in code', () => {
  it('are valid identifiers, no keywords, and each once', () => {
    const ids = ['2nd.dense', 'conv-1', 'conv_1', 'conv.1', 'class', 'forward', 'x', '_', 'conv_1_2', 'relu'];
    const names = [...identifiersOf(ids as LayerId[]).values()];
    for (const name of names) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/);
    expect(new Set(names).size).toBe(ids.length);
    expect(names).not.toContain('class');
    expect(names).not.toContain('forward');
    expect(names).toContain('relu');
  });
});

describe('every kind of layer', () => {
  it('is written in every framework', () => {
    const tested = cases.filter(({ name }) => name.startsWith('layer-'));
    expect(tested.length).toBe(layerCatalogue.length - 1);
    for (const { name, experiment, inputShape } of tested) {
      const network = inferNetwork(experiment.network, { inputShape });
      for (const { generate } of codeTargets) expect(generate(experiment, network), name).toContain('tested');
    }
  });
  it('has an argument of Keras’s for each of its parameters', () => {
    for (const { kind, fields, code } of layerCatalogue) {
      const named = [
        ...Object.keys(code.keras.arguments),
        ...Object.values((code.keras.activation?.names ?? {}) as Record<string, object>).flatMap(Object.keys),
      ];
      expect(named, kind).toEqual(expect.arrayContaining(Object.keys(fields)));
    }
  });
});

describe('the training part', () => {
  it('holds half of λ in Keras and tfjs, whose penalty has no half in it', () => {
    const [inKeras = '', inPytorch = '', inTfjs = ''] = programs({ l2: 0.01 });
    expect(inKeras).toContain('kernel_regularizer=keras.regularizers.L2(0.005)');
    expect(inPytorch).toContain('0.01 / 2 * sum(w.square().sum() for w in [model.hidden.weight])');
    expect(inTfjs).toContain('kernelRegularizer: tf.regularizers.l1l2({ l1: 0, l2: 0.005 })');
  });
  it('leaves a layer free that has regularization of its own', () => {
    const [inKeras = ''] = programs({ l2: 0.01 });
    expect(inKeras.match(/regularizers/g)).toHaveLength(1);
  });
  it('has the hyperparameters in each framework’s words', () => {
    const adam = { kind: 'adam', learningRate: 0.02, beta1: 0.8 };
    const training = { optimizer: adam, batchSize: 17, epochs: 23, seed: 5 };
    const [inKeras = '', inPytorch = '', inTfjs = ''] = programs(training);
    expect(inKeras).toMatch(/Adam\(\s*learning_rate=0.02,\s*beta_1=0.8/);
    expect(inKeras).toMatch(/batch_size=17,\s*epochs=23/);
    expect(inKeras).toContain('set_random_seed(5)');
    expect(inPytorch).toContain('lr=0.02, betas=(0.8, 0.999)');
    expect(inPytorch).toContain('torch.manual_seed(5)');
    expect(inTfjs).toContain('tf.train.adam(0.02, 0.8, 0.999, 1e-7)');
  });
  it('says what a framework lacks', () => {
    const training = { optimizer: { kind: 'adamw' }, schedule: 'reduceOnPlateau', clipNorm: 1 };
    const [, , inTfjs = ''] = programs(training);
    expect(inTfjs).toContain('Left out: AdamW');
    expect(inTfjs).toContain('Left out: the schedule "Reduce on plateau"');
    expect(inTfjs).toContain('Left out: clipping all gradients');
  });
  it('reads CSV, CIFAR-10 and IDX files itself', () => {
    const [csv = ''] = programs({}, { kind: 'csv', path: 'iris "new".csv', target: 'species' });
    expect(csv).toContain('path = "iris \\"new\\".csv"');
    expect(csv).toContain('target = "species"');
    const [cifar = ''] = programs({}, { kind: 'cifar10', path: '/data' });
    expect(cifar).toContain('data_batch_*');
  });
});

describe('a network with an error', () => {
  it('is refused with the network’s own message', () => {
    const network = { layers: [{ id: 'input', kind: 'input', shape: [2] }], edges: [] };
    const experiment = experimentSchema.parse({
      version: 1,
      network,
      dataset: { kind: 'moons' },
      training: {},
    });
    for (const { generate } of [keras, pytorch, tfjs]) {
      expect(() => generate(experiment, inferNetwork(experiment.network, null))).toThrow(AppError);
    }
  });
});
