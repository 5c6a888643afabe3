import { sizeOf, type Shape } from '@shared/ops/shape';
import type { SessionRequest } from '../session/session';
import type { GraphDtype } from './graph/attributes';
import { planTensor, type StoredTensor } from './step/blocks';
import { partCount } from './step/parts';
import type { Variable } from './graph/variables';

/** A weight of the network, or a block of its columns, with its optimizer's slots. */
export interface WeightBlock {
  readonly layer: string;
  readonly weight: string;
  readonly trainable: boolean;
  readonly variable: Variable;
  readonly slots: ReadonlyMap<string, Variable>;
}

/** Everything that lives in the session, by the names that checkpoints use. */
export interface SessionVariables {
  /** Blocks of one weight follow each other in its columns' order. */
  readonly weights: readonly WeightBlock[];
  /** Parameters first, in the network's order, then slots: what a checkpoint holds. */
  readonly state: readonly StoredTensor[];
  readonly inputs: Variable;
  readonly targets: Variable;
  readonly order: Variable;
}

interface StoredWeight extends Pick<WeightBlock, 'layer' | 'weight' | 'trainable'> {
  readonly stored: StoredTensor;
  readonly slots: ReadonlyMap<string, StoredTensor>;
}

export function planVariables(request: SessionRequest): SessionVariables {
  const { network, training, data } = request;
  const { definition, parameters } = training.optimizer;
  const partsOf = (shape: Shape) =>
    request.isAsked ? blocksToRead(shape, partCount(request)) : partCount(request);
  const slotSpecs = request.isAsked ? [] : definition.slots(parameters);
  const weights = network.layers.flatMap(({ id, weights: specs }) =>
    specs.map(({ name, shape, trainable }): StoredWeight => {
      const slots = trainable ? slotSpecs : [];
      return {
        ...{ layer: id, weight: name, trainable },
        stored: planTensor(`parameters/${id}/${name}`, shape, 0, trainable ? partsOf(shape) : 1),
        slots: new Map(
          slots.map((slot) => [
            slot.name,
            planTensor(`optimizer/${slot.name}/${id}/${name}`, shape, slot.initialValue, partsOf(shape)),
          ]),
        ),
      };
    }),
  );
  const inputDtype = data.inputs instanceof Uint8Array ? 'uint8' : 'float32';
  const targetDtype = data.targets instanceof Int32Array ? 'int32' : 'float32';
  return {
    weights: weights.flatMap(blocksOf),
    state: [
      ...weights.map(({ stored }) => stored),
      ...slotSpecs.flatMap(({ name }) => weights.flatMap(({ slots }) => slots.get(name) ?? [])),
    ],
    inputs: variable('data/inputs', inputDtype, [data.examples, ...data.inputShape]),
    targets: variable(
      'data/targets',
      targetDtype,
      data.task === 'classification' ? [data.examples] : [data.examples, data.targetSize],
    ),
    order: variable('data/order', 'int32', [null]),
  };
}

/** Bytes of a block that is taken up by itself, so that a large matrix is not in memory twice meanwhile. */
const blockBytes = 2 ** 26;

/** The blocks that a matrix is cut into where it is read from a file, at least as many as where it is trained. */
const blocksToRead = (shape: Shape, parts: number) =>
  Math.max(parts, Math.ceil((4 * sizeOf(shape)) / blockBytes));

/** A weight's blocks, each with the same columns of every slot. */
function blocksOf({ stored, slots, ...weight }: StoredWeight): WeightBlock[] {
  return stored.blocks.map((variable, place) => ({
    ...weight,
    variable,
    slots: new Map(
      [...slots].map(([name, { blocks }]) => {
        const block = blocks[place];
        if (block === undefined) throw new Error(`the slot ${name} is not cut as its weight is`);
        return [name, block];
      }),
    ),
  }));
}

function variable(name: string, dtype: GraphDtype, shape: readonly (number | null)[]): Variable {
  return { name, dtype, shape };
}
