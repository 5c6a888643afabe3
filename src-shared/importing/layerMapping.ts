import { initializerKinds } from '../network/initializers';
import { type KerasArgument, meansSame } from '../frameworks/kerasArguments';
import type { AnyLayerDefinition } from '../network/layer';
import { layerCatalogue } from '../network/layers';
import type { StoredLayer } from './modelFile';

type Config = Readonly<Record<string, unknown>>;

/** A layer of ours with the parameters that are not our defaults. */
export interface MappedLayer {
  readonly kind: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** L1, L2 and largest norm that the stored layer has for itself. */
  readonly regularization?: { readonly l1?: number; readonly l2?: number; readonly maxNorm?: number };
}

export type Mapping =
  /** The layer, and the activation that it has inside. */
  | { readonly layers: readonly MappedLayer[]; readonly remarks: readonly string[] }
  /** Why it is none of ours, in words. */
  | { readonly unknown: string };

/** The classes that can be read, for messages. */
export const knownClasses: readonly string[] = layerCatalogue.flatMap(({ code }) => code.keras.classNames);

function snakeCase(name: string): string {
  return name.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase();
}

/** An activation's name, as text or as a serialized function: `relu`, `gelu_tanh`. */
function activationName(stored: unknown): string {
  if (typeof stored === 'string') return snakeCase(stored);
  const { config, class_name } = (stored ?? {}) as Record<string, unknown>;
  const name = typeof config === 'string' ? config : String(class_name ?? 'linear');
  return snakeCase(name.split('>').at(-1) ?? name);
}

function mapActivation(name: string, beforeKeras3: boolean): MappedLayer | null {
  for (const { kind, code } of layerCatalogue) {
    const { activation } = code.keras;
    const parameters = activation?.names[name] as Readonly<Record<string, unknown>> | undefined;
    if (parameters === undefined || (activation?.sinceKeras3 && beforeKeras3)) continue;
    return { kind, parameters };
  }
  return null;
}

/** Reads one stored layer. */
export function mapLayer({ class_name, config }: StoredLayer, beforeKeras3: boolean): Mapping {
  const name = activationName(config['activation'] ?? 'linear');
  const activation = name === 'linear' ? null : mapActivation(name, beforeKeras3);
  const unknownActivation = name !== 'linear' && activation === null;
  const reason = beforeKeras3 && name === 'hard_sigmoid' ? ', which was another function before Keras 3' : '';
  if (unknownActivation) return { unknown: `its activation is "${name}"${reason}` };
  if (class_name === 'Activation') return { layers: activation === null ? [] : [activation], remarks: [] };
  const definition = layerCatalogue.find(({ code }) =>
    code.keras.classNames.some((known) => known === class_name && known !== 'Activation'),
  );
  if (definition === undefined) return { unknown: 'there is no such layer' };
  const other = unusualSetting(definition, config);
  if (other !== null) return { unknown: `its ${other} is not supported` };
  const { parameters, remarks } = readParameters(definition, config);
  const layer: MappedLayer = { kind: definition.kind, parameters, ...readRegularization(config) };
  return { layers: [layer, ...(activation === null ? [] : [activation])], remarks };
}

/** `data_format = channels_first`: a setting of Keras's under which the layer is another one than ours. */
function unusualSetting({ code }: AnyLayerDefinition, config: Config): string | null {
  for (const [name, allowed] of Object.entries(code.keras.usual ?? {})) {
    const value = config[name] ?? config[snakeCase(name)];
    if (value === undefined || value === null) continue;
    if (!allowed.some((usual: unknown) => meansSame(usual, value))) {
      return `${name} = ${JSON.stringify(value)}`;
    }
  }
  return null;
}

function readParameters(definition: AnyLayerDefinition, config: Config) {
  const values: Record<string, unknown> = {};
  const remarks: string[] = [];
  const defaults = ownDefaults(definition);
  for (const [name, argument] of Object.entries(
    definition.code.keras.arguments as Record<string, KerasArgument>,
  )) {
    const stored = [argument.name, ...(argument.aliases ?? [])]
      .map((key) => config[key])
      .find((value) => value !== undefined && value !== null);
    const read = stored === undefined ? undefined : argument.read(stored);
    if (stored !== undefined && read === undefined && argument.name.endsWith('_initializer')) {
      remarks.push(`its initializer is not one of ${initializerKinds.join(', ')}: Glorot uniform instead`);
    }
    const value = read ?? argument.usual;
    const follows = argument.usualFrom !== undefined && meansSame(value, values[argument.usualFrom]);
    if (value !== undefined && !follows) values[name] = value;
  }
  const parameters = Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !meansSame(value, defaults[name])),
  );
  return { parameters, remarks };
}

/** Our own defaults, which an experiment's file leaves out; empty where a parameter has none. */
function ownDefaults(definition: AnyLayerDefinition): Config {
  const parsed = definition.schema.safeParse({});
  return parsed.success ? (parsed.data as Config) : {};
}

/** Keras's λ has no half in it: ours is twice as large. */
function readRegularization(config: Config): Pick<MappedLayer, 'regularization'> {
  const stored = (suffix: string) =>
    ['kernel', 'depthwise'].map((weight) => config[`${weight}_${suffix}`]).find((value) => value) as
      { class_name?: string; className?: string; config?: Record<string, unknown> } | undefined;
  const { config: penalty = {} } = stored('regularizer') ?? {};
  const { config: constraint = {} } = stored('constraint') ?? {};
  const l1 = Number(penalty['l1'] ?? 0);
  const l2 = 2 * Number(penalty['l2'] ?? 0);
  const maxNorm = Number(constraint['max_value'] ?? 0);
  if (l1 === 0 && l2 === 0 && maxNorm === 0) return {};
  return {
    regularization: {
      ...(l1 > 0 ? { l1 } : {}),
      ...(l2 > 0 ? { l2 } : {}),
      ...(maxNorm > 0 ? { maxNorm } : {}),
    },
  };
}
