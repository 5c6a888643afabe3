import type { Definition } from '../../catalogue/definition';
import type { LayerCode } from '../../frameworks/layerCode';
import type { Ops } from '../../ops/ops';
import type { Shape } from '../../ops/shape';
import type { InitializerSpec } from '../initializers';

/** Where the palette shows a layer. */
export const layerGroups = [
  'input',
  'dense',
  'convolution',
  'pooling',
  'activation',
  'normalization',
  'regularization',
  'shape',
  'merge',
] as const;
export type LayerGroup = (typeof layerGroups)[number];

/** One weight tensor of a layer. */
export interface WeightSpec {
  /** Keras's name for it: `kernel`, `bias`, `gamma`, `movingMean`, … */
  readonly name: string;
  readonly shape: Shape;
  readonly initializer: InitializerSpec;
  /** Inputs and outputs of one unit, for the initializers that scale by them. */
  readonly fanIn: number;
  readonly fanOut: number;
  /** False for what is not learned by gradient (moving averages). */
  readonly trainable: boolean;
  /** Whether L1, L2 and max-norm apply: kernels, not biases. */
  readonly regularized: boolean;
}

/** What a layer's forward pass may use. `T` is a tensor of whichever {@link Ops} traces it. */
export interface ForwardContext<T> {
  readonly ops: Ops<T>;
  readonly inputs: readonly T[];
  weight(name: string): T;
  /** Dropout, noise and batch statistics act only while training. */
  readonly training: boolean;
  /** Its weights keep their values, moving statistics too, which then serve while training as when predicting. */
  readonly frozen: boolean;
  /** The layer's own random stream, unique in the network. */
  readonly stream: number;
  /** Gives a weight that is not trainable its next value, set after the step. Ignored when not training. */
  update(weightName: string, value: T): void;
}

/** What advice goes by, and who divides a batch or chooses how steps are computed. Whatever is absent is not so, or not known. */
export interface LayerTraits<P extends object = object> {
  /**
   * Its output is an affine map of its input when predicting: a learned one, one learned for each channel by itself,
   * or a fixed one. Affine layers with nothing bent between them are no more than one.
   */
  readonly affine?: 'learned' | 'learnedByChannel' | 'fixed';
  /** It changes no value when predicting, at most their arrangement. */
  readonly passesThrough?: boolean;
  /** While training, what it makes of an example depends on its place in the batch, or on the others there. */
  readonly usesWholeBatch?: boolean;
  /** It sets values to zero at random while training. */
  readonly drops?: boolean;
  /** Its slope vanishes far from zero on both sides. */
  readonly saturates?: boolean;
  /** The parameter that sets the size of the output's last axis. */
  readonly width?: keyof P & string;
  /** A unit has several columns of the kernel, which stand side by side, and gives what one of them gives. */
  readonly hasPieces?: boolean;
  /** It works value by value on several inputs, which must have one shape. */
  readonly joinsAlike?: boolean;
  /** Its operations are done for all runs of a group at once; those of other layers run by run. */
  readonly gainsInGroups?: boolean;
  /** In nets on vectors its training as machine code is compared with the eager reference in every test run. */
  readonly provenAsMachineCode?: boolean;
  /** Its parameters are numbers in the training graph and nothing else; whether they are 0 decides on the graph. */
  readonly parametersAreNumbers?: boolean;
  /** Between which values all outputs lie; Infinity where there is no limit. */
  outputRange?(parameters: P): readonly [number, number];
}

/** Everything Layerlab knows about a kind of layer. One file defines it; the catalogue lists it. */
export interface LayerDefinition<P extends object = object> extends Definition<P> {
  readonly group: LayerGroup;
  /** How it is written in Keras, PyTorch and tfjs, and read back from their models. */
  readonly code: LayerCode<P>;
  readonly inputs: { readonly minimum: number; readonly maximum: number };
  /** How many axes the input must have, where it matters (1: a vector, 3: an image). */
  readonly inputRank?: number;
  /** For activations: the scalar function, for its plot in the inspector. */
  curve?(x: number, parameters: P): number;
  readonly traits?: LayerTraits<P>;
  /** @throws AppError `badNetwork` in words that say what to change. */
  outputShape(parameters: P, inputs: readonly Shape[]): Shape;
  weights?(parameters: P, inputs: readonly Shape[]): readonly WeightSpec[];
  /** Multiply-adds for one example, forward. */
  multiplyAdds?(parameters: P, inputs: readonly Shape[], output: Shape): number;
  /** Height and width seen by one output in the input, for the receptive field. */
  window?(parameters: P): {
    readonly size: readonly [number, number];
    readonly strides: readonly [number, number];
  };
  forward<T>(context: ForwardContext<T>, parameters: P): T;
}

/**
 * A definition with its parameters' type forgotten, as the catalogue holds it. What takes parameters is a method and not a
 * property: TypeScript lets a method's be more special than here.
 */
export interface AnyLayerDefinition extends Omit<LayerDefinition, 'traits'> {
  readonly traits?: AnyLayerTraits;
}

/** A layer's traits, whichever parameters it has. */
export interface AnyLayerTraits extends Omit<LayerTraits, 'width'> {
  readonly width?: string;
}

/** Gives a definition its type without losing the parameters' own. */
export function defineLayer<P extends object>(definition: LayerDefinition<P>): LayerDefinition<P> {
  return definition;
}

/** The only input of a layer that takes one. */
export function onlyInput<V>(inputs: readonly V[]): V {
  const [input] = inputs;
  if (input === undefined) throw new Error('a layer with one input was given none');
  return input;
}
