import type { Shape } from '../../../ops/shape';
import type { OnnxNode, OnnxTensor } from '../graph/model';
import type { Expression } from '../functions/expression';
import type { Axes } from './views';

/** What a layer of ours gives, as the graph sees it. */
export interface Activation {
  readonly kind: 'activation';
  /** The layer's id. */
  readonly layer: string;
  /** Of one example, in our order of axes. */
  readonly shape: Shape;
  readonly axes: Axes;
}

export interface Constant {
  readonly kind: 'constant';
  readonly tensor: OnnxTensor;
}

/** A function of each value of an activation, of which it is not yet known which layers it is. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly of: Activation;
  readonly expression: Expression;
}

/** What follows from a node that is not known here. */
export interface Lost {
  readonly kind: 'lost';
  readonly node: OnnxNode;
}

export type Value = Activation | Constant | FunctionValue | Lost;

export const constantOf = (dims: Shape, values: OnnxTensor['values'], name = ''): Constant => ({
  kind: 'constant',
  tensor: { name, dims, values },
});
