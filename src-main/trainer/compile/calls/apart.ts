import type { Attributes } from '../graph/attributes';
import type { GraphFunction } from '../graph/graphDef';
import { ProtobufWriter } from '../graph/protobuf';
import { Trace, type GraphTensor, type TensorType } from '../graph/trace';
import { deepCopy } from '../operations/elementwise';
import { functionCall } from '../operations/control';
import { GraphOps } from '../ops/graphOps';

/**
 * A `ConfigProto` by which a call does not improve its function either (config.proto: `graph_options.rewrite_options`;
 * rewriter_config.proto: `disable_meta_optimizer`). oneDNN's kernels are taken all the same.
 */
const unimproved = new ProtobufWriter()
  .message(10, (graphOptions) => graphOptions.message(10, (rewriting) => rewriting.bool(19, true)))
  .finish();

/**
 * Records a part of the main graph as a function of its own that TensorFlow does not try to improve: where it is asked
 * for a few dozen times, that takes longer than it saves (measured: a third of the first look at a net's layers).
 * @param given values of the main graph that the part is made of
 */
export function recordApart(
  main: GraphOps,
  name: string,
  given: readonly GraphTensor[],
  record: (ops: GraphOps, given: readonly GraphTensor[]) => GraphTensor,
): { readonly result: GraphTensor; readonly function: GraphFunction } {
  const trace = new Trace(`${name}_function`);
  const ops = new GraphOps(trace);
  const type = ({ dtype, shape }: TensorType): TensorType => ({ dtype, shape });
  const inside = record(
    ops,
    given.map((each, place) => trace.argument(`given_${place}`, type(each))),
  );
  const inputs = given.map((each) => main.apply(deepCopy, [each], each));
  const attributes: Attributes = {
    Tin: { types: inputs.map(({ dtype }) => dtype) },
    Tout: { types: [inside.dtype] },
    f: { function: { name: trace.name } },
    config: { string: '' },
    config_proto: { bytes: unimproved },
    executor_type: { string: '' },
  };
  const [result] = main.trace.add(functionCall, inputs, attributes, [type(inside)], { name }).outputs;
  if (result === undefined) throw new Error('a function gives a result');
  return { result, function: { trace, results: [['result', inside]], effects: [], asWritten: true } };
}
