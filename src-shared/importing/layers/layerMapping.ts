import { meansSame } from '../../frameworks/kerasArguments';
import { initializerKinds } from '../../network/initializers';
import type { AnyLayerDefinition } from '../../network/layer';
import { layerCatalogue } from '../../network/layers';
import { readActivation } from './activations';
import { accountForKeys, argumentsOf, namesOf } from './configKeys';
import { denseAlong } from './denseAlong';
import { withoutKeptAxes } from './keepDims';
import { translateKeras1 } from './keras1';
import type { Config, KerasVersion, StoredLayer } from '../modelFile';
import { readPenalties, type StoredPenalties } from './penalties';

/** A layer of ours with the parameters that are not our defaults. */
export interface MappedLayer {
  readonly kind: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** L1, L2 and largest norm that the stored layer has for itself. */
  readonly regularization?: StoredPenalties;
}

export type Mapping =
  /** The layer, and the activation that it has inside. */
  | { readonly layers: readonly MappedLayer[]; readonly remarks: readonly string[] }
  /** Why it is none of ours, in words. */
  | { readonly unknown: string };

/** Where a stored layer stands. */
export interface MappingPlace {
  readonly version: KerasVersion;
  /** Axes of its input without the batch; null where that is not known. */
  readonly rank: number | null;
}

/** The classes that can be read, for messages. */
export const knownClasses: readonly string[] = [
  ...new Set([...layerCatalogue.flatMap(({ code }) => code.keras.classNames), 'SeparableConv2D']),
];

/** Reads one stored layer; every key of its configuration is used, equal to what holds here, or told of. */
export function mapLayer(stored: StoredLayer, place: MappingPlace): Mapping {
  const translated = place.version === 1 ? translateKeras1(stored) : stored;
  if ('unknown' in translated) return translated;
  const { stored: pooled, behind: axes } = withoutKeptAxes(translated);
  const { className, config } = pooled;
  const activation = readActivation(config['activation'], place.version);
  if (typeof activation === 'string') return { unknown: activation };
  const definition = className === 'Activation' ? null : findDefinition(className);
  if (definition === undefined) return { unknown: 'there is no such layer' };
  const { lost, refused } = accountForKeys(definition, config, place.rank);
  if (refused !== null) return { unknown: refused };
  const behind = [...axes, ...(activation === null ? [] : [activation])];
  if (definition === null) return { layers: behind, remarks: lost };
  const mapped = mapParameters(definition, config, place);
  if ('unknown' in mapped) return mapped;
  return { layers: [mapped.layer, ...behind], remarks: [...lost, ...mapped.remarks] };
}

function findDefinition(className: string): AnyLayerDefinition | undefined {
  return layerCatalogue.find(({ code }) =>
    code.keras.classNames.some((known) => known === className && known !== 'Activation'),
  );
}

function mapParameters(
  definition: AnyLayerDefinition,
  config: Config,
  { rank }: MappingPlace,
): { layer: MappedLayer; remarks: string[] } | { unknown: string } {
  const read = readParameters(definition, config);
  if ('unknown' in read) return read;
  const plain: MappedLayer = { kind: definition.kind, parameters: read.parameters };
  const along = definition.kind === 'dense' && rank !== null && rank > 1 ? denseAlong(plain, rank) : null;
  if (along !== null && 'unknown' in along) return along;
  const layer = along?.layer ?? plain;
  const { regularization, lost } = readPenalties(config, kernelRank(definition));
  return {
    layer: { ...layer, ...(regularization === null ? {} : { regularization }) },
    remarks: [...read.remarks, ...(along?.remarks ?? []), ...lost],
  };
}

/** Axes of the stored kernel: those that the window slides along, inputs and outputs. */
function kernelRank({ inputRank, code }: AnyLayerDefinition): number | null {
  const names = Object.values(code.keras.arguments as Record<string, { name: string }>);
  if (!names.some(({ name }) => name.endsWith('_initializer'))) return null;
  return inputRank === undefined ? null : inputRank + 1;
}

function readParameters(
  definition: AnyLayerDefinition,
  config: Config,
): { parameters: Config; remarks: string[] } | { unknown: string } {
  const values: Record<string, unknown> = {};
  const remarks: string[] = [];
  for (const [name, argument] of Object.entries(argumentsOf(definition))) {
    const stored = namesOf(argument)
      .map((key) => config[key])
      .find((value) => value !== undefined && value !== null);
    const read = stored === undefined ? undefined : argument.read(stored);
    if (stored !== undefined && read === undefined) {
      const text = `its ${argument.name} = ${JSON.stringify(stored)}`;
      if (!argument.name.endsWith('_initializer')) return { unknown: `${text} is not supported` };
      remarks.push(`${text} is none of ${initializerKinds.join(', ')}: Glorot uniform instead`);
    }
    const value = read ?? argument.usual;
    const follows = argument.usualFrom !== undefined && meansSame(value, values[argument.usualFrom]);
    if (value !== undefined && !follows) values[name] = value;
  }
  const misfit = misfitOf(definition, values);
  if (misfit !== null) return { unknown: misfit };
  return { parameters: withoutDefaults(definition, values), remarks };
}

/** `its padding = "causal" is not supported`: a value of Keras's that ours does not take; null where all fit. */
function misfitOf(definition: AnyLayerDefinition, values: Config): string | null {
  const parsed = definition.schema.safeParse(values);
  if (parsed.success) return null;
  const [name = ''] = parsed.error.issues[0]?.path ?? [];
  const key = argumentsOf(definition)[String(name)]?.name ?? String(name);
  const value = values[String(name)];
  if (value === undefined) return `its ${key} is missing`;
  return `its ${key} = ${JSON.stringify(value)} is not supported`;
}

/** Parameters but for our own defaults, which an experiment's file leaves out. */
export function withoutDefaults(definition: AnyLayerDefinition, values: Config): Config {
  const parsed = definition.schema.safeParse({});
  const defaults = parsed.success ? (parsed.data as Config) : {};
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !meansSame(value, defaults[name])),
  );
}
