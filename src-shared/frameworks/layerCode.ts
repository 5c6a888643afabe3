import type { UncheckedObject } from '../json';
import type { Shape } from '../ops/shape';
import type { KerasArgument } from './kerasArguments';
import type { CodeValue, Language } from './values';

/** A layer in its place: its parameters and the shapes around it, without the batch axis. */
export interface CodePlace<P extends object> {
  readonly parameters: P;
  readonly inputs: readonly Shape[];
  readonly output: Shape;
}

/** How a kind of layer is written in each framework. Generated code and imported models go by the same description. */
export interface LayerCode<P extends object> {
  readonly keras: KerasCode<P>;
  pytorch(place: CodePlace<P>): TorchCode;
}

/**
 * A layer in Keras's words, read in both directions: a layer of ours is written as its class with its arguments, and
 * a layer of a Keras or tfjs model of one of its classes is read back through them.
 */
export interface KerasCode<P extends object> {
  /** Keras's classes for it; the first is written, unless `classFor` chooses. */
  readonly classNames: readonly [string, ...string[]];
  classFor?(place: CodePlace<P>): string;
  /** Our parameters by their names, each with the argument of Keras that means it. */
  readonly arguments: { readonly [Name in keyof P & string]?: KerasArgument };
  /** Keras's names of the function, where it is also an activation, each with the parameters it stands for. */
  readonly activation?: ActivationCode<P>;
  /** Arguments of Keras that we do not have, with the only values under which the layer is ours. */
  readonly usual?: Readonly<Record<string, readonly unknown[]>>;
  /** Arguments of Keras that do not change what the layer gives, whichever value they have. */
  readonly ignored?: readonly string[];
  /** Keras's names of its weights, where they are others than ours in snake case. */
  readonly weightNames?: Readonly<Record<string, string>>;
  /** Whether it draws random numbers while it trains: Keras stores where its generator stands. */
  draws?(parameters: P): boolean;
  /** It has an `axis`, which has to be the last one: −1, or that axis by its number. */
  readonly lastAxis?: true;
  /** Source of what Keras itself does not have, in Python. */
  pythonSource?(parameters: P): string | null;
  /** A function of `tf.layers`, or source of a class that tfjs does not have. */
  tfjs(place: CodePlace<P>): TfjsCode;
  /**
   * Where a library has no such layer: a chain of its own layers that gives the same outputs, for models that are stored
   * and so cannot bring a class with them. The first takes the weights. Null where there is none, or none is needed.
   */
  composed?(place: CodePlace<P>, library: KerasLibrary): readonly StoredLayerPart[] | null;
}

/** The two libraries that store a model as Keras's layers with their configuration. */
export type KerasLibrary = 'keras' | 'tfjs';

/** A layer of a stored model. */
export interface StoredLayerPart {
  readonly className: string;
  /** Its arguments by Keras's names. */
  readonly config: UncheckedObject;
  /** Shape of its output, without the batch. */
  readonly output: Shape;
  /** It has a generator of random numbers, as {@link KerasCode.draws} says. */
  readonly draws?: boolean;
}

export interface ActivationCode<P extends object> {
  readonly names: Readonly<Record<string, Partial<P>>>;
  /** Written so where the layer is Keras's `Activation`; the first of the names where absent. */
  write?(parameters: P, language: Language): CodeValue;
  /** The function was another one before Keras 3, and is in tfjs. */
  readonly sinceKeras3?: true;
}

export type TfjsCode =
  /** `arguments` are tfjs's own, beside those of Keras. */
  | { readonly factory: string; readonly arguments?: Readonly<Record<string, CodeValue>> }
  | { readonly className: string; readonly source: string };

/**
 * A layer in PyTorch. Inside the module the channels are the first axis after the batch, wherever there are two axes
 * or more: our axes [height, width, channels] are its [batch, channels, height, width].
 */
export interface TorchCode {
  /** What the constructor makes: suffix of the layer's name (empty for the layer itself) → expression. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** @param self the attribute of the layer itself, `self.hidden`. */
  forward(inputs: readonly string[], self: string): string;
  /** Where each weight of ours is, after the layer's name, and what NumPy does to ours to make it. */
  readonly weights?: Readonly<Record<string, TorchWeight>>;
}

export interface TorchWeight {
  /** `.weight`, or a suffix of `attributes`. */
  readonly at: string;
  /** Put behind our array: `.T`, `.transpose(3, 2, 0, 1)`. */
  readonly convert?: string;
}
