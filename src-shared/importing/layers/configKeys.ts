import type { KerasArgument } from '../../frameworks/kerasArguments';
import { meansSame } from '../../frameworks/kerasArguments';
import { snakeCase } from '../../frameworks/values';
import { readInitializer } from '../../network/initializers/initializerCode';
import type { AnyLayerDefinition } from '../../network/layer';
import type { Config } from '../modelFile';
import { isPenaltyKey } from './penalties';

/** What becomes of a key of a layer's configuration that is none of our parameters. */
type Verdict = 'kept' | { readonly lost: string } | { readonly refused: string };

export interface KeysAccount {
  readonly lost: readonly string[];
  /** Why the layer cannot be ours, in words. */
  readonly refused: string | null;
}

/** Keys that say again what stands elsewhere, or nothing about what the layer computes. */
const harmless = new Set([
  'name',
  'trainable',
  'activation',
  'batch_input_shape',
  'batch_shape',
  'input_dtype',
]);

/** Where weights begin that are always the same here. */
const fixedBeginnings: Readonly<Record<string, string>> = {
  bias_initializer: 'zeros',
  beta_initializer: 'zeros',
  gamma_initializer: 'ones',
  moving_mean_initializer: 'zeros',
  moving_variance_initializer: 'ones',
  alpha_initializer: 'zeros',
};

/**
 * Accounts for every key of a layer's configuration: a parameter of ours, equal to what always holds here, lost with a
 * remark, or a reason to refuse the layer.
 * @param rank axes of the layer's input without the batch; null where that is not known
 */
export function accountForKeys(
  definition: AnyLayerDefinition | null,
  config: Config,
  rank: number | null,
): KeysAccount {
  const lost: string[] = [];
  const read = new Set(Object.values(argumentsOf(definition)).flatMap(namesOf));
  for (const [key, value] of Object.entries(config)) {
    if (read.has(key) || harmless.has(key) || isPenaltyKey(key)) continue;
    const verdict = verdictOf(definition, key, value, rank);
    if (verdict === 'kept') continue;
    if ('refused' in verdict) return { lost, refused: verdict.refused };
    lost.push(verdict.lost);
  }
  return { lost, refused: null };
}

export function argumentsOf(definition: AnyLayerDefinition | null): Readonly<Record<string, KerasArgument>> {
  return (definition?.code.keras.arguments ?? {}) as Record<string, KerasArgument>;
}

export function namesOf({ name, aliases = [] }: KerasArgument): string[] {
  return [name, ...aliases];
}

function verdictOf(
  definition: AnyLayerDefinition | null,
  key: string,
  value: unknown,
  rank: number | null,
): Verdict {
  const isText = JSON.stringify(value);
  const refused = { refused: `its ${key} = ${isText} is not supported` };
  if (key === 'dtype') return verdictOfDtype(value);
  if (value === null || value === undefined || definition?.code.keras.ignored?.includes(key)) return 'kept';
  if (key === 'data_format') return value === 'channels_last' ? 'kept' : refused;
  if (key === 'axis' && definition?.code.keras.lastAxis) return verdictOfAxis(value, rank);
  if (key === 'seed') return { lost: 'its own seed is lost: a run has one seed for all' };
  const beginning = fixedBeginnings[key];
  if (beginning !== undefined) {
    if (readInitializer(value) === beginning) return 'kept';
    return { lost: `its ${key} (${isText}) is lost: such weights begin at ${beginning} here` };
  }
  const usual = definition?.code.keras.usual ?? {};
  const allowed = usual[key] ?? Object.entries(usual).find(([name]) => snakeCase(name) === key)?.[1];
  return allowed?.some((each) => meansSame(each, value)) ? 'kept' : refused;
}

/** Everything is float32 here. */
function verdictOfDtype(stored: unknown): Verdict {
  const name = dtypeName(stored);
  if (name === null || name === 'float32') return 'kept';
  if (/^(mixed_)?(b?float16|float64)$/.test(name)) {
    return { lost: `it computes in ${name} in Keras, in float32 here` };
  }
  return { refused: `its dtype is ${name}` };
}

/** A name, or a policy of Keras's with its name inside. */
function dtypeName(stored: unknown): string | null {
  if (stored === null || stored === undefined) return null;
  if (typeof stored === 'string') return stored;
  const { config, name } = stored as Config;
  const inside = (config as Config | null | undefined)?.['name'] ?? name;
  return typeof inside === 'string' ? inside : JSON.stringify(stored);
}

/** −1, or the last axis by its number, the batch being axis 0. */
function verdictOfAxis(stored: unknown, rank: number | null): Verdict {
  const axes = Array.isArray(stored) ? (stored as unknown[]) : [stored];
  const [axis] = axes;
  if (axes.length === 1 && (axis === -1 || (rank !== null && axis === rank))) return 'kept';
  const text = axes.map(String).join(', ');
  if (rank === null)
    return { refused: `its axis = ${text} cannot be told from the last: no shape is stored` };
  return { refused: `it works along axis ${text} of ${rank + 1}; here only the last is known` };
}
