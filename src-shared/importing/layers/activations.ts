import { snakeCase } from '../../frameworks/values';
import { layerCatalogue } from '../../network/layers';
import type { KerasVersion } from '../modelFile';
import type { MappedLayer } from './layerMapping';

/** An activation's name, as text or as a serialized function: `relu`, `gelu_tanh`. */
function activationName(stored: unknown): string {
  if (typeof stored === 'string') return snakeCase(stored);
  const { config, class_name } = (stored ?? {}) as Record<string, unknown>;
  const name = typeof config === 'string' ? config : String(class_name ?? 'linear');
  return snakeCase(name.split('>').at(-1) ?? name);
}

/** The layer that an activation inside a layer becomes; null for a linear one, a text where it is none of ours. */
export function readActivation(stored: unknown, version: KerasVersion): MappedLayer | null | string {
  const name = activationName(stored ?? 'linear');
  if (name === 'linear') return null;
  for (const { kind, code } of layerCatalogue) {
    const { activation } = code.keras;
    const parameters = activation?.names[name] as Readonly<Record<string, unknown>> | undefined;
    if (parameters === undefined || (activation?.sinceKeras3 && version < 3)) continue;
    return { kind, parameters };
  }
  const reason = version < 3 && name === 'hard_sigmoid' ? ', which was another function before Keras 3' : '';
  return `its activation is "${name}"${reason}`;
}
