import type { AnyLayerDefinition } from '@shared/network/layer';
import type { LayerSpec } from '@shared/network/spec';
import { ownParameters } from '../../../shared/network/layerText';

/** What the schema says of one parameter of a layer; null where it is right. */
export function checkParameter(definition: AnyLayerDefinition, spec: LayerSpec, name: string): string | null {
  const parsed = definition.schema.safeParse(ownParameters(spec));
  if (parsed.success) return null;
  return parsed.error.issues.find((issue) => issue.path[0] === name)?.message ?? null;
}
