import { join } from 'node:path';
import { initializeWeights } from '@shared/network/initialWeights';
import { optimizerCatalogue } from '@shared/training/optimizers';
import type { TrainingConfigInput } from '@shared/training/config';
import { describe, expect, it } from 'vitest';
import { createCompiledSession } from '../../../src-main/trainer/compile';
import { planTensor } from '../../../src-main/trainer/compile/step/blocks';
import { GraphOps } from '../../../src-main/trainer/compile/ops/graphOps';
import { planVariables } from '../../../src-main/trainer/compile/sessionVariables';
import { Trace } from '../../../src-main/trainer/compile/graph/trace';
import type { SessionRequest, StateTensor } from '../../../src-main/trainer/session/session';
import { passWeights } from '../../../src-main/trainer/checkpoints/checkpoint';
import { writeTensorFile } from '../../../src-main/trainer/checkpoints/safetensors';
import { temporaryFolder } from '../../engine/support/workspace';
import { relativeDifference } from '../support/numbers';
import { expectSameTraining } from '../support/parity';
import { chain, randomData, requestOf } from '../support/requests';

/** Two layers of 76,800 weights each, in a net whose batches of 32 are trained in parts. */
function largeRequest(training: TrainingConfigInput = {}, parts = 3): SessionRequest {
  const network = chain(
    { kind: 'dense', units: 256 },
    { kind: 'tanh' },
    { kind: 'dense', units: 300 },
    { kind: 'tanh' },
    { kind: 'dense', units: 3 },
  );
  const data = randomData({ inputShape: [300], examples: 40 });
  return { ...requestOf(network, { batchSize: 32, ...training }, data), parts };
}

interface From {
  readonly state: readonly StateTensor[];
  readonly step: number;
}

/** The state after so many steps, from the first weights or from a state. */
function stateAfter(steps: number, { from, parts }: { from?: From; parts?: number } = {}) {
  const request = largeRequest({ optimizer: { kind: 'adam' } }, parts);
  const session = createCompiledSession(request);
  try {
    session.writeState(from?.state ?? initializeWeights(request.network, request.training.config.seed));
    session.setEpochOrder(Int32Array.from({ length: 160 }, (_, place) => place % 40));
    const firstStep = from?.step ?? 0;
    session.run({ firstBatch: firstStep, firstStep, learningRates: new Float32Array(steps).fill(0.001) });
    return session.readState();
  } finally {
    session.dispose();
  }
}

describe('a large matrix whose update the cores share', () => {
  it('is cut into columns that fill vector registers, and keeps its name and shape outside', () => {
    const { weights, state } = planVariables(largeRequest());
    const shapesOf = (layer: string) =>
      weights
        .filter((each) => each.layer === layer && each.weight === 'kernel')
        .map(({ variable }) => variable.shape);
    // Thirds of 256 columns end at 85⅓ and 170⅔, next to 80 and 176; those of 300 at 100 and 200, next to 96 and 208.
    expect(shapesOf('layer0')).toEqual([
      [300, 80],
      [300, 96],
      [300, 80],
    ]);
    expect(shapesOf('layer2')).toEqual([
      [256, 96],
      [256, 112],
      [256, 92],
    ]);
    expect(shapesOf('layer4')).toEqual([[300, 3]]);
    expect(state.find(({ name }) => name === 'parameters/layer0/kernel')?.shape).toEqual([300, 256]);
  });

  it.each(optimizerCatalogue.map(({ kind }) => kind))('trains as the whole does eagerly, by %s', (kind) => {
    expectSameTraining(largeRequest({ optimizer: { kind } }), 2);
  });

  it('trains as the whole does, held down by penalties, a largest norm and clipping', () => {
    const held = { l1: 0.001, l2: 0.01, maxNorm: 0.8, clipNorm: 0.2 };
    expectSameTraining(largeRequest({ optimizer: { kind: 'adamw' }, ...held }), 2);
  });

  it('goes on from the state after a step to the same bits', () => {
    const from = { state: stateAfter(2), step: 2 };
    expect(stateAfter(3, { from })).toEqual(stateAfter(5));
  });

  it.each([1, 2, 4])('goes on in %i parts from the state of three, as in three within rounding', (parts) => {
    const from = { state: stateAfter(1), step: 1 };
    const there = stateAfter(1, { from });
    const here = stateAfter(1, { from, parts });
    expect(here.map(({ name, shape }) => ({ name, shape }))).toEqual(
      there.map(({ name, shape }) => ({ name, shape })),
    );
    here.forEach(({ values }, place) => {
      expect(relativeDifference(values, there[place]?.values ?? new Float32Array(), 1e-2)).toBeLessThan(1e-4);
    });
  });
});

describe('blocks of columns', () => {
  it.each([1, 2, 3, 4, 8])(
    'for %i parts are together as wide as their matrix, whatever its width',
    (parts) => {
      for (let columns = 1; columns <= 300; columns++) {
        const { blocks } = planTensor('kernel', [70_000, columns], 0, parts);
        const widths = blocks.map(({ shape }) => shape[1] ?? 0);
        expect(Math.min(...widths), `${columns} columns`).toBeGreaterThan(0);
        expect(
          widths.reduce((sum, width) => sum + width),
          `${columns} columns`,
        ).toBe(columns);
        expect(blocks.length).toBeLessThanOrEqual(parts);
        expect(new Set(blocks.map(({ name }) => name)).size).toBe(blocks.length);
      }
    },
  );

  it('of a narrow matrix in four parts train as the whole does eagerly', () => {
    const network = chain({ kind: 'dense', units: 12 });
    const data = randomData({ inputShape: [6000], classes: 12, examples: 40 });
    expectSameTraining({ ...requestOf(network, { batchSize: 32 }, data), parts: 4 }, 2);
  });
});

it('a session that is only asked takes up the blocks of a checkpoint as it takes up the whole', () => {
  const state = initializeWeights(largeRequest().network, 3);
  const checkpoint = join(temporaryFolder(), 'weights.safetensors');
  writeTensorFile(checkpoint, { tensors: state, metadata: {} });
  const session = createCompiledSession({ ...largeRequest(), isAsked: true });
  try {
    const taken: string[] = [];
    const take = (tensors: readonly StateTensor[]) => {
      session.writeState(tensors);
      taken.push(...tensors.map(({ name }) => name));
    };
    passWeights(checkpoint, take, session.blocks);
    expect(taken.filter((name) => name.startsWith('parameters/layer0/'))).toEqual([
      'parameters/layer0/kernel/0',
      'parameters/layer0/kernel/1',
      'parameters/layer0/kernel/2',
      'parameters/layer0/bias',
    ]);
    expect(session.readState()).toEqual(state.map(({ name, shape, values }) => ({ name, shape, values })));
  } finally {
    session.dispose();
  }
});

describe('a product with a matrix that is joined', () => {
  const ops = () => new GraphOps(new Trace('main'));
  const given = (of: GraphOps, name: string, shape: readonly number[]) =>
    of.trace.argument(name, { dtype: 'float32', shape });

  it('from columns is joined from smaller products', () => {
    const graph = ops();
    const b = graph.concatenate([given(graph, 'left', [4, 2]), given(graph, 'right', [4, 3])], 1);
    const product = graph.matMul(given(graph, 'a', [5, 4]), b);
    expect(product.node.operation.type).toBe('ConcatV2');
    expect(product.node.inputs.slice(0, -1).map(({ shape }) => shape)).toEqual([
      [5, 2],
      [5, 3],
    ]);
  });

  it('from rows, or is transposed, is one product', () => {
    const graph = ops();
    const a = given(graph, 'a', [5, 4]);
    const rows = graph.concatenate([given(graph, 'upper', [1, 6]), given(graph, 'lower', [3, 6])], 0);
    expect(graph.matMul(a, rows).node.operation.type).toBe('MatMul');
    const columns = graph.concatenate([given(graph, 'left', [6, 2]), given(graph, 'right', [6, 2])], 1);
    expect(graph.matMul(a, columns, { transposeB: true }).node.operation.type).toBe('MatMul');
  });
});
