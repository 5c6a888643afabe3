import type { LayerId } from '@shared/ids';
import { traceNetwork } from '@shared/network/trace';
import type { MetricInputs } from '@shared/training/metric';
import { metricInputs } from '@shared/training/metrics/measuring';
import type { SessionRequest } from '../../session/session';
import { changesOf, mixColors, moveAndHide } from './augmentation';
import type { GraphOps } from '../ops/graphOps';
import { joinBlocks } from './blocks';
import type { SessionVariables, WeightBlock } from '../sessionVariables';
import type { GraphTensor } from '../graph/trace';
import { gatherSharedRows, readVariable } from '../graph/variables';

/** The network on one batch, as recorded. */
export interface ForwardPass {
  readonly output: GraphTensor;
  /** Each layer's output. */
  readonly activations: ReadonlyMap<LayerId, GraphTensor>;
  /** Next values of weights that are not learned by gradient. */
  readonly nextValues: ReadonlyMap<WeightBlock, GraphTensor>;
}

/** The examples at the given indices as the network sees them. */
export function gatherInputs(
  ops: GraphOps,
  request: SessionRequest,
  variables: SessionVariables,
  indices: GraphTensor,
): GraphTensor {
  return scale(ops, gatherSharedRows(ops, variables.inputs, indices), request.data.scaling);
}

/** The same as a training step sees them: images changed at random, where that is wanted. */
export function gatherTrainingInputs(
  ops: GraphOps,
  request: SessionRequest,
  variables: SessionVariables,
  indices: GraphTensor,
): GraphTensor {
  const { scaling } = request.data;
  const stored = gatherSharedRows(ops, variables.inputs, indices);
  const changes = changesOf(ops, stored, request.training.config.augmentation);
  if (changes === null) return scale(ops, stored, scaling);
  return moveAndHide(ops, scale(ops, mixColors(ops, stored, changes), scaling), changes);
}

/** (input − offset) · factor along the last axis; stored bytes become float32 here and not before. */
export function scale(
  ops: GraphOps,
  stored: GraphTensor,
  { offset, factor }: SessionRequest['data']['scaling'],
): GraphTensor {
  const values = ops.cast(stored, 'float32');
  const shifted = offset.every((value) => value === 0) ? values : ops.subtract(values, ops.constant(offset));
  return factor.every((value) => value === 1) ? shifted : ops.multiply(shifted, ops.constant(factor));
}

/** What an output is judged by. */
export interface JudgedNet extends Pick<SessionRequest, 'network' | 'training'> {
  readonly data: Pick<SessionRequest['data'], 'task' | 'classes'>;
}

/** The values of a network's weights, each read once for all forward passes that are recorded with them. */
export class Weights {
  private readonly read = new Map<WeightBlock, GraphTensor>();
  private readonly joined = new Map<string, GraphTensor>();

  /** @param valueOf how a block's value comes into the graph; where absent it is the session's variable */
  constructor(
    private readonly ops: GraphOps,
    private readonly variables: Pick<SessionVariables, 'weights'>,
    private readonly valueOf = ({ variable }: WeightBlock) => readVariable(ops, variable),
  ) {}

  /** What is learned by gradient. */
  get learned(): readonly WeightBlock[] {
    return this.variables.weights.filter(({ trainable }) => trainable);
  }

  /** A weight's blocks, in its columns' order; one unless it is cut. @throws Error where there is no such weight */
  blocksOf(layer: string, name: string): readonly WeightBlock[] {
    const found = this.variables.weights.filter((each) => each.layer === layer && each.weight === name);
    if (found.length === 0) throw new Error(`layer ${layer} has no weight ${name}`);
    return found;
  }

  /** A block's value [rows, columns of the block]. */
  block(block: WeightBlock): GraphTensor {
    const value = this.read.get(block) ?? this.valueOf(block);
    this.read.set(block, value);
    return value;
  }

  /** A weight's value, whole. @throws Error where there is no such weight */
  whole(layer: string, name: string): GraphTensor {
    const key = `${layer}/${name}`;
    const blocks = () => this.blocksOf(layer, name).map((block) => this.block(block));
    const value = this.joined.get(key) ?? joinBlocks(this.ops, blocks());
    this.joined.set(key, value);
    return value;
  }
}

/** Records the network's forward pass on a batch; while training, with dropout and batch statistics. */
export function recordForwardPass(
  ops: GraphOps,
  request: SessionRequest,
  weights: Weights,
  input: GraphTensor,
  training: boolean,
): ForwardPass {
  const nextValues = new Map<WeightBlock, GraphTensor>();
  const { output, activations } = traceNetwork(request.network, {
    ops,
    input,
    weight: (layer, name) => weights.whole(layer, name),
    training,
    update(layer, name, value) {
      const [block, ...more] = weights.blocksOf(layer, name);
      if (block === undefined || more.length > 0) throw new Error('only what is learned by gradient is cut');
      nextValues.set(block, value);
    },
  });
  return { output, activations, nextValues };
}

/** Records what a batch is judged by. */
export function judge(
  ops: GraphOps,
  { training, data }: JudgedNet,
  output: GraphTensor,
  target: GraphTensor,
): MetricInputs<GraphTensor> {
  return metricInputs(ops, training.loss, { output, target, task: data.task, classes: data.classes });
}
