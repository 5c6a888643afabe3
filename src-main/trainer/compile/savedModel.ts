import type { InferredNetwork } from '@shared/network/inference';
import { traceNetwork } from '@shared/network/trace';
import type { Kernels } from '@shared/training/computing/kernels';
import type { StateTensor, TrainingData } from '../session/session';
import { feed } from './calls/trainingCall';
import { encodeSavedModel } from './graph/graphDef';
import { onlyOutput, Trace, type GraphTensor } from './graph/trace';
import { identity } from './operations/elementwise';
import { GraphOps } from './ops/graphOps';
import { firstSize } from './step/batch';
import { scale } from './step/forwardPass';

export interface WeightedNetwork {
  readonly network: InferredNetwork;
  readonly data: Pick<TrainingData, 'inputShape' | 'scaling'>;
  /** By `parameters/<layer>/<weight>`. */
  readonly weights: ReadonlyMap<string, Pick<StateTensor, 'shape' | 'values'>>;
}

/** The graph is only asked, and whoever loads it has the nodes for that: nothing is looked up here. */
class ForwardOps extends GraphOps {
  override get kernels(): Kernels {
    return 'oneDnn';
  }
}

/**
 * `saved_model.pb` of a network with its weights as constants: `serving_default` takes examples as the data set has them,
 * `input`, to the network's outputs, `output`.
 */
export function savedModelOf({ network, data, weights }: WeightedNetwork): Uint8Array {
  const ops = new ForwardOps(new Trace('serve'));
  const input = feed(ops, 'input', { dtype: 'float32', shape: [null, ...data.inputShape] });
  ops.setContext({ batchSize: firstSize(ops, input) });
  const traced = traceNetwork<GraphTensor>(network, {
    ops,
    input: scale(ops, input, data.scaling),
    training: false,
    weight(layer, name) {
      const found = weights.get(`parameters/${layer}/${name}`);
      if (found === undefined) throw new Error(`layer ${layer} has no weight ${name}`);
      return ops.constant(found.values, found.shape);
    },
    update: () => undefined,
  });
  const type = { T: { type: traced.output.dtype } } as const;
  const output = onlyOutput(
    ops.trace.add(identity, [traced.output], type, [traced.output], { name: 'output' }),
  );
  const signature = { inputs: { input }, outputs: { output } };
  return encodeSavedModel(ops.trace, [], { tag: 'serve', signatures: { serving_default: signature } });
}
