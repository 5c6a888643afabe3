import type { Attributes } from '../graph/attributes';
import type { GraphFunction } from '../graph/graphDef';
import { ProtobufWriter } from '../graph/protobuf';
import { Trace, type GraphTensor, type TensorType } from '../graph/trace';
import { deepCopy } from '../operations/elementwise';
import { conditional, functionCall } from '../operations/control';
import { GraphOps } from '../ops/graphOps';
import { isConvolved } from './loop';

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
 * @param given values of the main graph that the part is made of, at least one
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
  const call = isConvolved(trace.nodes) ? recordCall : recordBranch;
  const result = call(main, trace.name, inputs, type(inside));
  return { result, function: { trace, results: [['result', inside]], effects: [], asWritten: true } };
}

type Call = (main: GraphOps, name: string, inputs: readonly GraphTensor[], type: TensorType) => GraphTensor;

/** A call goes through the passes that bring oneDNN's kernels in. */
const recordCall: Call = (main, name, inputs, type) => {
  const attributes: Attributes = {
    ...signatureOf(inputs, type),
    f: { function: { name } },
    config: { string: '' },
    config_proto: { bytes: unimproved },
    executor_type: { string: '' },
  };
  return main.apply(functionCall, inputs, type, attributes);
};

/**
 * A branch does not: it is run as it is. Where a processor has TensorFlow take oneDNN's kernels, the pass that brings them in
 * looks through all that there are for each kind of operation, which was half of the first look at two small dense layers.
 */
const recordBranch: Call = (main, name, inputs, type) => {
  const [condition] = inputs;
  if (condition === undefined) throw new Error('a part is made of something');
  const attributes: Attributes = {
    ...signatureOf(inputs, type),
    // Whatever it is: both branches are the same.
    Tcond: { type: condition.dtype },
    then_branch: { function: { name } },
    else_branch: { function: { name } },
    output_shapes: { shapes: [] },
    _lower_using_switch_merge: { bool: false },
  };
  return main.apply(conditional, [condition, ...inputs], type, attributes);
};

function signatureOf(inputs: readonly GraphTensor[], { dtype }: TensorType): Attributes {
  return { Tin: { types: inputs.map((input) => input.dtype) }, Tout: { types: [dtype] } };
}
