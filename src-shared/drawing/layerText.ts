import type { ParameterField } from '../catalogue/definition';
import type { AnyLayerDefinition } from '../network/layer';
import { parametersOf } from '../network/parse';
import type { LayerSpec } from '../network/spec';
import { formatCount } from '../format';

/** The layer's parameters with their defaults; what is not valid stays as it is written. */
export function parametersWithDefaults(
  spec: LayerSpec,
  definition: AnyLayerDefinition | undefined,
): Readonly<Record<string, unknown>> {
  if (definition === undefined) return spec;
  const parsed = definition.schema.safeParse(parametersOf(spec));
  return parsed.success ? { ...parsed.data } : { ...spec };
}

/** The parameters that tell a layer from others of its kind, in a few characters: `16 · no bias`. */
export function describeParameters(spec: LayerSpec, definition: AnyLayerDefinition | undefined): string {
  if (definition === undefined) return `unknown kind “${spec.kind}”`;
  const parameters = parametersWithDefaults(spec, definition);
  const usual = definition.schema.safeParse({});
  const defaults: Readonly<Record<string, unknown>> = usual.success ? { ...usual.data } : {};
  const words: string[] = [];
  for (const [name, field] of Object.entries(definition.fields)) {
    const value = parameters[name];
    if (value === undefined || value === null || field.control === 'initializer') continue;
    if (!telling.has(name) && JSON.stringify(value) === JSON.stringify(defaults[name])) continue;
    if (field.control === 'switch') {
      if (name === 'useBias' && value === false) words.push('no bias');
      continue;
    }
    words.push(describeValue(name, value, field.control));
  }
  return words.join(' · ');
}

/** Parameters that the box on the canvas always shows; others only where they are not the default. */
const telling: ReadonlySet<string> = new Set([
  'units',
  'pieces',
  'filters',
  'kernelSize',
  'poolSize',
  'size',
  'rate',
  'alpha',
  'standardDeviation',
  'shape',
]);

/** @param control tells whether one number stands for a pair, as of a window that is as wide as high */
function describeValue(name: string, value: unknown, control: ParameterField['control']): string {
  if (name === 'units' || name === 'filters') return `${formatCount(Number(value))} ${name}`;
  const plain = Array.isArray(value) ? value.join('×') : String(value);
  if (name === 'kernelSize' || name === 'poolSize')
    return control === 'pair' && !Array.isArray(value) ? `${plain}×${plain}` : plain;
  if (name === 'strides') return `stride ${plain}`;
  return name === 'shape' || name === 'padding' ? plain : `${name} ${plain}`;
}
