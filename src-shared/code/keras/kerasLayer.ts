import type { AnyLayerDefinition } from '../../network/layer';
import { type KerasArgument, meansSame } from '../../frameworks/kerasArguments';
import { isFrozen, type PlannedLayer } from '../plan';
import type { CodeArgument, Language } from '../../frameworks/values';

function isArgument(entry: [string, KerasArgument | undefined]): entry is [string, KerasArgument] {
  return entry[1] !== undefined;
}

/** tfjs has initializers of its own where none is given (Glorot normal for convolutions): they are always written. */
function isUsual({ name, positional, usual }: KerasArgument, value: unknown, language: Language): boolean {
  if (positional || (language === 'javascript' && name.endsWith('_initializer'))) return false;
  return meansSame(value, usual);
}

/** The arguments of Keras's class for a layer; what equals Keras's own default is left out. */
export function kerasArgumentsOf(
  { layer }: PlannedLayer,
  className: string,
  language: Language,
): CodeArgument[] {
  const { keras } = (layer.definition as AnyLayerDefinition).code;
  const parameters = layer.parameters as Readonly<Record<string, unknown>>;
  const entries = (Object.entries(keras.arguments) as [string, KerasArgument | undefined][]).filter(
    isArgument,
  );
  const written = entries
    .filter(([name]) => parameters[name] !== undefined)
    .filter(([name, argument]) => !isUsual(argument, parameters[name], language))
    .map(([name, argument]): CodeArgument => {
      const tfjs = language === 'javascript';
      return {
        name: tfjs ? (argument.tfjsName ?? argument.name) : argument.positional ? null : argument.name,
        value: argument.write(parameters[name], language),
      };
    });
  if (className !== 'Activation') return written;
  const { activation } = keras;
  const [first = ''] = Object.keys(activation?.names ?? {});
  const value = activation?.write?.(layer.parameters, language) ?? first;
  return [{ name: language === 'javascript' ? 'activation' : null, value }, ...written];
}

/** `kernel` or `depthwise`: what the names of the layer's regularizer and constraint begin with. */
export function regularizedWeight({ layer }: PlannedLayer): { prefix: string; rank: number } | null {
  const weight = layer.weights.find(({ regularized }) => regularized);
  if (weight === undefined) return null;
  const { keras } = (layer.definition as AnyLayerDefinition).code;
  const names = (Object.values(keras.arguments) as (KerasArgument | undefined)[]).map(
    (argument) => argument?.name ?? '',
  );
  const initializer = names.find((name) => name.endsWith('_initializer'));
  return {
    prefix: initializer?.replace('_initializer', '') ?? weight.name,
    rank: weight.shape.length,
  };
}

/** A layer whose weights are not learned says so; layers without weights have nothing to say. */
export function frozenArgument({ layer }: PlannedLayer): CodeArgument[] {
  return isFrozen(layer) ? [{ name: 'trainable', value: false }] : [];
}

/** The sources of what the frameworks lack, each once. */
export function sourcesOf(sources: readonly (string | null | undefined)[]): string[] {
  return [...new Set(sources.filter((source) => source !== null && source !== undefined))];
}
