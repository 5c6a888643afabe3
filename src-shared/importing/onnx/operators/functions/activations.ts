import type { LayerDefinition } from '../../../../network/layer';
import { elu as eluLayer } from '../../../../network/layers/elu';
import { erf, gelu as geluLayer } from '../../../../network/layers/gelu';
import { leakyRelu as leakyReluLayer } from '../../../../network/layers/leakyRelu';
import { selu as seluLayer } from '../../../../network/layers/selu';
import { sigmoid } from '../../../../network/layers/sigmoid';
import { softplus } from '../../../../network/layers/softplus';
import { softsign } from '../../../../network/layers/softsign';
import { tanh } from '../../../../network/layers/tanh';
import type { FunctionLayer } from '../../functions/expression';
import type { Value } from '../../network/values';
import { foldedUnary } from '../constants';
import { functionAt } from './functionAt';
import type { NodeReader, Operator } from '../node';

/** A function that one or more layers of ours compute. */
function layers(evaluate: (x: number) => number, isSmooth: boolean, ...of: readonly FunctionLayer[]) {
  return { evaluate, isSmooth, layers: of };
}

type Part = Pick<ReturnType<typeof layers>, 'evaluate' | 'isSmooth'> & {
  readonly layers?: readonly FunctionLayer[];
};

/** Makes an operator of a function that may have parameters. */
const functionOf =
  (read: (reader: NodeReader) => Part): Operator =>
  (reader) => {
    const part = read(reader);
    const value = reader.value(0);
    if (value.kind === 'constant') return foldedUnary(value.tensor, part.evaluate);
    return applied(reader, part);
  };

function applied(reader: NodeReader, part: Part): Value {
  const { node } = reader;
  const { of, expression } = functionAt(reader, 0);
  const size = expression.size + 1;
  return { kind: 'function', of, expression: { node, operands: [expression], size, ...part } };
}

const smooth = (evaluate: (x: number) => number): Operator =>
  functionOf(() => ({ evaluate, isSmooth: true }));

/** Its bend is where all functions are looked at closely, if it is of the number itself. */
const absolute: Operator = functionOf((reader) => {
  const isOfItself = reader.value(0).kind === 'activation';
  return { evaluate: Math.abs, isSmooth: isOfItself };
});

/** A function that is one layer: what it gives is what the layer's plot shows. */
const oneLayer = <P extends Readonly<Record<string, unknown>>>(
  { kind, curve }: LayerDefinition<P>,
  parameters: P,
  isSmooth: boolean,
): Part => layers((x) => curve?.(x, parameters) ?? NaN, isSmooth, { kind, parameters });

const leakyRelu = functionOf((reader) => {
  const alpha = reader.float('alpha', 0.01);
  return oneLayer(leakyReluLayer, { alpha }, false);
});

const elu = functionOf((reader) => {
  const alpha = reader.float('alpha', 1);
  return oneLayer(eluLayer, { alpha }, false);
});

const selu = functionOf((reader) => {
  const [alpha, gamma] = [reader.float('alpha', 1.6732632), reader.float('gamma', 1.050701)];
  const isUsual = Math.abs(alpha - 1.6732632) < 1e-6 && Math.abs(gamma - 1.050701) < 1e-6;
  reader.require(isUsual, `its alpha = ${alpha} and gamma = ${gamma} are not those of SELU`);
  return oneLayer(seluLayer, {}, false);
});

const hardSigmoid = functionOf((reader) => {
  const [scale, offset] = [reader.float('alpha', 0.2), reader.float('beta', 0.5)];
  const evaluate = (x: number) => Math.max(0, Math.min(1, scale * x + offset));
  if (Math.abs(scale - 1 / 6) < 1e-7 && offset === 0.5)
    return layers(evaluate, false, { kind: 'hardSigmoid' });
  return layers(
    evaluate,
    false,
    { kind: 'rescaling', parameters: { scale, offset } },
    { kind: 'relu', parameters: { maximum: 1 } },
  );
});

const gelu = functionOf((reader) => {
  const form = reader.text('approximate', 'none');
  reader.require(form === 'none' || form === 'tanh', `its approximate = ${form} is not supported`);
  return oneLayer(geluLayer, { approximate: form === 'tanh' }, false);
});

/** x times a function of it: the layer and a product. */
const timesItself =
  (...of: readonly FunctionLayer[]): Operator =>
  (reader) => {
    const x = reader.activation(0);
    reader.drafts.of(x).isShared = true;
    const factor = of.reduce((from, layer) => reader.drafts.add({ ...layer, axes: x.axes }, [from]), x);
    return reader.drafts.add({ kind: 'multiply', axes: x.axes, name: reader.layerName('multiply') }, [
      x,
      factor,
    ]);
  };

/** Functions of each value by itself, by ONNX's names. */
export const activations: Readonly<Record<string, Operator>> = {
  LeakyRelu: leakyRelu,
  Elu: elu,
  Selu: selu,
  Sigmoid: functionOf(() => oneLayer(sigmoid, {}, true)),
  Tanh: functionOf(() => oneLayer(tanh, {}, true)),
  Softplus: functionOf(() => oneLayer(softplus, {}, true)),
  Softsign: functionOf(() => oneLayer(softsign, {}, true)),
  Gelu: gelu,
  HardSigmoid: hardSigmoid,
  HardSwish: timesItself({ kind: 'hardSigmoid' }),
  Mish: timesItself({ kind: 'softplus' }, { kind: 'tanh' }),
  Erf: smooth(erf),
  Exp: smooth(Math.exp),
  Log: smooth(Math.log),
  Sqrt: smooth(Math.sqrt),
  Reciprocal: smooth((x) => 1 / x),
  Abs: absolute,
};
