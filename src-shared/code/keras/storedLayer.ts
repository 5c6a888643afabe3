import { AppError } from '../../errors';
import type { KerasArgument } from '../../frameworks/kerasArguments';
import type { KerasCode, KerasLibrary, StoredLayerPart } from '../../frameworks/layerCode';
import type { UncheckedObject } from '../../json';
import type { AnyLayerDefinition } from '../../network/layer';
import { isFrozen, type PlannedLayer } from '../plan';

const titles: Readonly<Record<KerasLibrary, string>> = { keras: 'Keras', tfjs: 'TensorFlow.js' };

/**
 * A layer as a stored model of Keras or tfjs has it: one of the library's own layers, or a chain of some where it has none
 * such. The first has the weights.
 * @throws AppError `exportFailed` where the library has nothing that gives the same outputs
 */
export function storedParts(planned: PlannedLayer, library: KerasLibrary): readonly StoredLayerPart[] {
  const { layer, place } = planned;
  const code = (layer.definition as AnyLayerDefinition).code.keras as KerasCode<object>;
  const composed = code.composed?.(place, library) ?? null;
  if (composed === null && !isThere(code, planned, library)) throw noCounterpart(planned, library);
  const frozen = isFrozen(layer) ? { trainable: false } : {};
  if (composed !== null) return composed.map((part) => ({ ...part, config: { ...part.config, ...frozen } }));
  const className = code.classFor?.(place) ?? code.classNames[0];
  return [
    {
      className,
      config: { ...storedConfig(code, planned, className, library), ...frozen },
      output: layer.outputShape,
      draws: code.draws?.(place.parameters) ?? false,
    },
  ];
}

/** A layer's weight as the libraries call it: `kernel`, `moving_mean`. */
export function storedWeightName({ layer }: PlannedLayer, name: string): string {
  const { weightNames } = (layer.definition as AnyLayerDefinition).code.keras;
  return weightNames?.[name] ?? name.replace(/([A-Z])/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Whether the library has the layer, as the generated programs know it: nothing comes with a stored model. */
function isThere(code: KerasCode<object>, { place }: PlannedLayer, library: KerasLibrary): boolean {
  if (library === 'tfjs') {
    // It reads stored words in camel case, so that it never finds an activation with an underscore in its name.
    const activation = code.activation?.write?.(place.parameters, 'javascript');
    return 'factory' in code.tfjs(place) && !String(activation).includes('_');
  }
  return (code.pythonSource?.(place.parameters) ?? null) === null;
}

function storedConfig(
  code: KerasCode<object>,
  { layer, place }: PlannedLayer,
  className: string,
  library: KerasLibrary,
): UncheckedObject {
  const parameters = layer.parameters as Readonly<Record<string, unknown>>;
  const language = library === 'tfjs' ? 'javascript' : 'python';
  const config: Record<string, unknown> = {};
  if (className === 'Activation') {
    const [first = ''] = Object.keys(code.activation?.names ?? {});
    config['activation'] = code.activation?.write?.(place.parameters, language) ?? first;
  }
  for (const [name, argument] of Object.entries(code.arguments as Record<string, KerasArgument>)) {
    const value = parameters[name];
    if (value === undefined) continue;
    const key = library === 'tfjs' ? (argument.tfjsName ?? argument.name) : argument.name;
    config[key] = argument.store?.(value, library) ?? argument.write(value, language);
  }
  // Keras lets a person set another one for the whole machine.
  if (hasDataFormat.test(className)) config['data_format'] = 'channels_last';
  if (code.lastAxis === true) config['axis'] = -1;
  return config;
}

const hasDataFormat = /^(?!SpatialDropout1D).*[12]D$|^Flatten$/;

function noCounterpart({ layer }: PlannedLayer, library: KerasLibrary): AppError {
  return new AppError(
    'exportFailed',
    `${titles[library]} has no layer that does what this one does (${layer.definition.title}, with these settings).`,
    {
      where: layer.id,
      remedy:
        'Export to ONNX or SavedModel, which can say it; or put another layer in its place and train again.',
    },
  );
}
