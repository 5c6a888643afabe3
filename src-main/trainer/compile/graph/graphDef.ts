import type { TensorShape } from '@shared/ops/shape';
import { typeNumbers, type Attribute, type Attributes, type ConstantTensor } from './attributes';
import { ProtobufWriter } from './protobuf';
import { isArgument, type GraphNode, type GraphTensor, type Trace } from './trace';

/**
 * Traces in TensorFlow's own form: `GraphDef`, `FunctionDef` and `SavedModel` of tensorflow/core/framework and
 * tensorflow/core/protobuf; the numbers are the fields' there.
 */

/** A trace that other nodes call by its name. */
export interface GraphFunction {
  readonly trace: Trace;
  /** What it returns, by name, in order. */
  readonly results: readonly (readonly [name: string, tensor: GraphTensor])[];
  /** Nodes that must run though nothing takes their values: updates of variables. */
  readonly effects: readonly GraphNode[];
  /** TensorFlow is to call it as it is written. */
  readonly asWritten?: boolean;
}

/** What a model is asked by those who load it: tensors of the main graph by the names that they use. */
export interface Signature {
  readonly inputs: Readonly<Record<string, GraphTensor>>;
  readonly outputs: Readonly<Record<string, GraphTensor>>;
}

/** The graph of a session, with the functions it calls, as the content of `saved_model.pb`. */
export function encodeSavedModel(
  main: Trace,
  functions: readonly GraphFunction[],
  {
    tag,
    signatures = {},
  }: { readonly tag: string; readonly signatures?: Readonly<Record<string, Signature>> },
): Uint8Array {
  return new ProtobufWriter()
    .int(1, 1)
    .message(2, (metaGraph) => {
      metaGraph
        .message(1, (metaInformation) => metaInformation.string(4, tag))
        .message(2, (graph) => encodeGraph(graph, main, functions));
      for (const [name, signature] of Object.entries(signatures)) {
        metaGraph.entry(5, name, (entry) =>
          entry.message(2, (message) => encodeSignature(message, signature)),
        );
      }
    })
    .finish();
}

/** How TensorFlow Serving asks for a prediction. */
const predictMethod = 'tensorflow/serving/predict';

function encodeSignature(message: ProtobufWriter, { inputs, outputs }: Signature): void {
  for (const [field, tensors] of [[1, inputs] as const, [2, outputs] as const]) {
    for (const [name, tensor] of Object.entries(tensors)) {
      message.entry(field, name, (entry) =>
        entry.message(2, (facts) =>
          facts
            .string(1, graphReference(tensor))
            .int(2, typeNumbers[tensor.dtype])
            .message(3, (shape) => encodeShape(shape, tensor.shape)),
        ),
      );
    }
  }
  message.string(3, predictMethod);
}

function encodeGraph(graph: ProtobufWriter, main: Trace, functions: readonly GraphFunction[]): void {
  for (const node of main.nodes) graph.message(1, (message) => encodeNode(message, node, graphReference));
  graph.message(2, (library) => {
    for (const each of functions) library.message(1, (message) => encodeFunction(message, each));
  });
  // The version of GraphDef that this was written for: TensorFlow 2's (core/public/version.h).
  graph.message(4, (versions) => versions.int(1, 1087).int(2, 12));
}

/**
 * Nodes do not take the place of a call, and what improves the functions of a graph (meta_optimizer.cc) leaves those of
 * tf.data out, which are improved where they are called.
 */
const leftAlone: Attributes = { _noinline: { bool: true }, _tf_data_function: { bool: true } };

function encodeFunction(
  message: ProtobufWriter,
  { trace, results, effects, asWritten }: GraphFunction,
): void {
  message.message(1, (signature) => {
    signature.string(1, trace.name);
    for (const tensor of trace.arguments) encodeArgument(signature, 2, tensor.node.name, tensor);
    for (const [name, tensor] of results) encodeArgument(signature, 3, name, tensor);
    for (const node of effects) signature.string(20, node.name);
    signature.bool(17, true);
  });
  for (const node of reachable(trace, [...results.map(([, tensor]) => tensor.node), ...effects])) {
    if (!isArgument(node))
      message.message(3, (nodeMessage) => encodeNode(nodeMessage, node, functionReference));
  }
  for (const [name, tensor] of results) {
    message.entry(4, name, (entry) => entry.string(2, functionReference(tensor)));
  }
  for (const node of effects) message.entry(6, node.name, (entry) => entry.string(2, node.name));
  if (asWritten) encodeAttributes(message, 5, leftAlone);
}

function encodeArgument(signature: ProtobufWriter, field: number, name: string, tensor: GraphTensor): void {
  signature.message(field, (argument) => argument.string(1, name).int(3, typeNumbers[tensor.dtype]));
}

/** Nodes that the roots need, in the trace's order: gradient rules may record more than was asked for. */
export function reachable(trace: Trace, roots: readonly GraphNode[]): GraphNode[] {
  const needed = new Set(roots);
  for (const node of [...trace.nodes].reverse()) {
    if (!needed.has(node)) continue;
    for (const input of node.inputs) needed.add(input.node);
    for (const before of node.after) needed.add(before);
  }
  return trace.nodes.filter((node) => needed.has(node));
}

/** How the main graph names a tensor. */
function graphReference({ node, index }: GraphTensor): string {
  return `${node.name}:${index}`;
}

/** How a function's body names a tensor: by the operation's output, which may be a list of several. */
function functionReference({ node, index }: GraphTensor): string {
  if (isArgument(node)) return node.name;
  const { outputs } = node.operation;
  return outputs.length === 1 ? `${node.name}:${outputs[0]}:${index}` : `${node.name}:${outputs[index]}:0`;
}

function encodeNode(
  message: ProtobufWriter,
  node: GraphNode,
  reference: (tensor: GraphTensor) => string,
): void {
  message.string(1, node.name).string(2, node.operation.type);
  for (const input of node.inputs) message.string(3, reference(input));
  for (const before of node.after) message.string(3, `^${before.name}`);
  encodeAttributes(message, 5, node.attributes);
}

function encodeAttributes(message: ProtobufWriter, field: number, attributes: Attributes): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    message.entry(field, name, (entry) => entry.message(2, (value) => encodeAttribute(value, attribute)));
  }
}

function encodeAttribute(value: ProtobufWriter, attribute: Attribute): void {
  if ('string' in attribute) value.string(2, attribute.string);
  else if ('bytes' in attribute) value.bytes(2, attribute.bytes);
  else if ('int' in attribute) value.int(3, attribute.int);
  else if ('float' in attribute) value.float(4, attribute.float);
  else if ('bool' in attribute) value.bool(5, attribute.bool);
  else if ('type' in attribute) value.int(6, typeNumbers[attribute.type]);
  else if ('shape' in attribute) value.message(7, (shape) => encodeShape(shape, attribute.shape));
  else if ('tensor' in attribute) value.message(8, (tensor) => encodeTensor(tensor, attribute.tensor));
  else if ('ints' in attribute) value.message(1, (list) => list.ints(3, attribute.ints));
  else if ('types' in attribute) {
    const numbers = attribute.types.map((type) => typeNumbers[type]);
    value.message(1, (list) => list.ints(6, numbers));
  } else if ('shapes' in attribute) {
    value.message(1, (list) => {
      for (const shape of attribute.shapes) list.message(7, (each) => encodeShape(each, shape));
    });
  } else {
    value.message(10, (named) => {
      named.string(1, attribute.function.name);
      encodeAttributes(named, 2, attribute.function.attributes ?? {});
    });
  }
}

function encodeShape(message: ProtobufWriter, shape: TensorShape): void {
  for (const size of shape) message.message(2, (dimension) => dimension.int(1, size ?? -1));
}

function encodeTensor(message: ProtobufWriter, { dtype, shape, values }: ConstantTensor): void {
  message
    .int(1, typeNumbers[dtype])
    .message(2, (encoded) => encodeShape(encoded, shape))
    .bytes(4, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}
