import type { Expression, FunctionLayer } from '../../functions/expression';
import { Refusal } from '../../graph/model';
import { foldedUnary } from '../constants';
import { functionAt } from './functionAt';
import type { NodeReader, Operator } from '../node';

/** What is beyond is no limit. */
const endless = 3.4e38;

interface Limits {
  readonly low: number;
  readonly high: number;
}

/** Keeps values between two numbers, whichever way a node says it. */
const between =
  (read: (reader: NodeReader) => { readonly index: number; readonly limits: Limits }): Operator =>
  (reader) => {
    const { index, limits } = read(reader);
    const value = reader.value(index);
    if (value.kind === 'constant') return foldedUnary(value.tensor, (x) => within(x, limits));
    const { of, expression } = functionAt(reader, index);
    return { kind: 'function', of, expression: limited(reader, expression, limits) };
  };

const within = (x: number, { low, high }: Limits): number => Math.min(Math.max(x, low), high);

/** Two limits one behind the other are one. */
function limited({ node }: NodeReader, of: Expression, given: Limits): Expression {
  const [inner] = of.operands;
  const before = of.limits;
  const isNarrowed = before !== undefined && typeof inner === 'object';
  const limits = isNarrowed
    ? { low: Math.max(before.low, given.low), high: Math.min(before.high, given.high) }
    : given;
  return {
    ...{ node, operands: [isNarrowed ? inner : of], isSmooth: false, size: of.size + 1, limits },
    evaluate: (x = NaN) => within(x, limits),
    layers: layersFor(limits),
  };
}

/** A ReLU with a maximum, moved to where it begins. */
function layersFor({ low, high }: Limits): FunctionLayer[] {
  if (!(low < high)) throw new Refusal(`its limits are ${low} and ${high}`);
  const shift = (offset: number): FunctionLayer[] =>
    offset === 0 ? [] : [{ kind: 'rescaling', parameters: { offset } }];
  if (low > -endless) {
    const maximum = high >= endless ? {} : { maximum: high - low };
    return [...shift(-low), { kind: 'relu', parameters: maximum }, ...shift(low)];
  }
  if (high >= endless) return [];
  const turned: FunctionLayer = { kind: 'rescaling', parameters: { scale: -1, offset: high } };
  return [turned, { kind: 'relu' }, turned];
}

const clip = between((reader) => ({
  index: 0,
  limits: {
    low: reader.opset < 11 ? reader.float('min', -endless) : reader.number(1, -endless),
    high: reader.opset < 11 ? reader.float('max', endless) : reader.number(2, endless),
  },
}));

/** With one constant, a limit. */
const oneLimit = (limitsOf: (limit: number) => Limits): Operator =>
  between((reader) => {
    reader.require(reader.node.inputs.length === 2, 'it has other than two inputs');
    const isFirst = reader.value(0).kind === 'constant';
    return { index: isFirst ? 1 : 0, limits: limitsOf(reader.number(isFirst ? 0 : 1, 0)) };
  });

/** What keeps values between limits, by ONNX's names. */
export const limits: Readonly<Record<string, Operator>> = {
  Relu: between(() => ({ index: 0, limits: { low: 0, high: endless } })),
  Clip: clip,
  Min: oneLimit((high) => ({ low: -endless, high })),
  Max: oneLimit((low) => ({ low, high: endless })),
};
