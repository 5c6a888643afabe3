import { AppError } from '@shared/errors';
import type { AttributeValue, OnnxInput, OnnxModel, OnnxNode } from '@shared/importing';
import { notOnnx } from '../../inference/modelHead';
import { withValues } from '../../exporting/onnx/dataFile';
import {
  decodeGraph,
  type ReadAttribute,
  type ReadGraph,
  type ReadNode,
  type ReadTensor,
  type ReadValueInfo,
} from '../../exporting/onnx/proto';
import { convertedRemark } from '../floats';
import { isConverted, numberOf, tensorOf, typeName } from './tensors';

/**
 * The graph of any program's ONNX file.
 * @param data what the files beside it hold, by their names in it
 * @throws AppError `badModel` where the bytes are no ONNX file; `badNetwork` for tensors that cannot be read
 */
export function readGraph(
  bytes: Uint8Array,
  data: ReadonlyMap<string, Uint8Array>,
  { name, opset }: Pick<OnnxModel, 'name' | 'opset'>,
): OnnxModel {
  const graph = decoded(bytes);
  if (graph.sparseInitializer.length > 0) {
    throw new AppError('badNetwork', 'The model keeps weights as sparse tensors', {
      remedy: 'Write it with dense weights.',
    });
  }
  const whole = (tensor: ReadTensor) => tensorOf(withValues(tensor, data));
  const initializers = new Map(graph.initializer.map((tensor) => [tensor.name, whole(tensor)]));
  return {
    ...{ name, opset, initializers },
    nodes: graph.node.map((node) => nodeOf(node, whole)),
    inputs: graph.input.filter((input) => !initializers.has(input.name)).map(inputOf),
    outputs: graph.output.map((output) => output.name),
    remarks: convertedRemark(
      graph.initializer
        .filter(({ dataType }) => isConverted(dataType))
        .map(({ dataType }) => typeName(dataType)),
    ),
  };
}

function decoded(bytes: Uint8Array): ReadGraph {
  try {
    const graph = decodeGraph(bytes);
    if (graph !== null) return graph;
  } catch (cause) {
    throw notOnnx('', cause);
  }
  throw notOnnx('');
}

function nodeOf(
  { name, opType, domain, input, output, attribute }: ReadNode,
  whole: (tensor: ReadTensor) => ReturnType<typeof tensorOf>,
): OnnxNode {
  return {
    ...{ name, operator: opType, inputs: input, outputs: output },
    domain: domain === 'ai.onnx' ? '' : domain,
    attributes: new Map(attribute.map((each) => [each.name, attributeOf(each, whole)])),
  };
}

/** ONNX's numbers for the kinds of attributes (`AttributeProto.AttributeType`). */
const kinds = { float: 1, integer: 2, text: 3, tensor: 4, floats: 6, integers: 7 };

function attributeOf(
  { type, f, i, s, t, floats, ints }: ReadAttribute,
  whole: (tensor: ReadTensor) => ReturnType<typeof tensorOf>,
): AttributeValue {
  switch (type) {
    case kinds.float:
      return f;
    case kinds.integer:
      return numberOf(i);
    case kinds.text:
      return new TextDecoder().decode(s);
    case kinds.tensor:
      return t === null ? { other: 'nothing' } : whole(t);
    case kinds.floats:
      return floats;
    case kinds.integers:
      return ints.map(numberOf);
    default:
      return { other: `an attribute of kind ${type}` };
  }
}

function inputOf({ name, type }: ReadValueInfo): OnnxInput {
  const tensor = type?.tensorType ?? null;
  const shape = tensor?.shape?.dim.map(({ dimValue, dimParam }) => {
    const size = numberOf(dimValue);
    return size > 0 ? size : dimParam === '' ? '?' : dimParam;
  });
  return { name, shape: shape ?? null, type: typeName(tensor?.elemType ?? 0) };
}
