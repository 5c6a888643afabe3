import type { StoredWeight } from '@shared/importing';
import type { ImportedModel } from '@shared/importing';
import type { TorchLayerForms } from './torchForms';

/** The tensors of a module, by what stands behind its name. */
interface Module {
  readonly name: string;
  readonly tensors: ReadonlyMap<string, StoredWeight>;
}

export interface Matched {
  readonly weights: ImportedModel['weights'];
  /** Layers that took weights. */
  readonly taken: readonly string[];
  readonly remarks: readonly string[];
}

/**
 * Finds the module of PyTorch's for each layer: the one of its name; otherwise the only one of its shapes; otherwise, where
 * as many layers as modules are alike and the modules are numbered, in their order. What is left is named.
 */
export function matchModules(tensors: readonly StoredWeight[], layers: readonly TorchLayerForms[]): Matched {
  const modules = modulesOf(tensors);
  const pairs = new Map<string, Module>();
  const reasons = new Map<string, string>();
  const free = new Set(modules);
  for (const layer of layers) {
    const module = namesake(layer, [...free]);
    if (module === undefined) continue;
    free.delete(module);
    const reason = misfitOf(layer, module);
    if (reason === null) pairs.set(layer.id, module);
    else reasons.set(layer.id, reason);
  }
  const open = layers.filter(({ id }) => !pairs.has(id) && !reasons.has(id));
  const byShape = matchByShape(open, [...free], reasons);
  for (const [id, module] of byShape) {
    pairs.set(id, module);
    free.delete(module);
  }
  return matched(layers, pairs, {
    ...{ byShape, reasons },
    left: [
      ...free,
      ...modules.filter((module) => !free.has(module) && ![...pairs.values()].includes(module)),
    ],
  });
}

function modulesOf(tensors: readonly StoredWeight[]): Module[] {
  const modules = new Map<string, Map<string, StoredWeight>>();
  for (const tensor of tensors) {
    const dot = tensor.name.lastIndexOf('.');
    const name = tensor.name.slice(0, Math.max(dot, 0));
    const own = modules.get(name) ?? new Map<string, StoredWeight>();
    modules.set(name, own.set(tensor.name.slice(dot + 1), tensor));
  }
  return [...modules]
    .map(([name, own]) => ({ name, tensors: own }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

function namesake({ id, name }: TorchLayerForms, modules: readonly Module[]): Module | undefined {
  const whole = modules.find((module) => module.name === id || module.name === name);
  if (whole !== undefined) return whole;
  const [tail, ...more] = modules.filter((module) =>
    [id, name].includes(module.name.split('.').at(-1) ?? ''),
  );
  return more.length === 0 ? tail : undefined;
}

/** Why a module's tensors are not the layer's; null where they are. */
function misfitOf({ forms }: TorchLayerForms, { name, tensors }: Module): string | null {
  for (const { at, torchShape } of forms) {
    const tensor = tensors.get(at);
    if (tensor === undefined) return `"${name}" has no ${at}`;
    if (tensor.shape.join() !== torchShape.join()) {
      return `${tensor.name} is ${tensor.shape.join('×')} there and would be ${torchShape.join('×')}`;
    }
  }
  const more = [...tensors.keys()].find((key) => !forms.some(({ at }) => at === key));
  return more === undefined ? null : `"${name}" has a ${more} too`;
}

function matchByShape(
  layers: readonly TorchLayerForms[],
  modules: readonly Module[],
  reasons: Map<string, string>,
): Map<string, Module> {
  const pairs = new Map<string, Module>();
  for (const layer of layers) {
    if (pairs.has(layer.id)) continue;
    const fitting = modules.filter((module) => misfitOf(layer, module) === null);
    const [first] = fitting;
    if (first === undefined) {
      reasons.set(layer.id, 'nothing in the file has its shapes');
      continue;
    }
    const alike = layers.filter((other) => misfitOf(other, first) === null);
    const isClear = alike.length === fitting.length && (alike.length === 1 || areNumbered(fitting));
    for (const [at, each] of alike.entries()) {
      const module = fitting[at];
      if (isClear && module !== undefined) pairs.set(each.id, module);
      else reasons.set(each.id, `${fitting.map(({ name }) => `"${name}"`).join(' and ')} could be it`);
    }
  }
  return pairs;
}

/** The names differ in their numbers alone, which say their order. */
function areNumbered(modules: readonly Module[]): boolean {
  return new Set(modules.map(({ name }) => name.replace(/\d+/g, '#'))).size === 1;
}

function matched(
  layers: readonly TorchLayerForms[],
  pairs: ReadonlyMap<string, Module>,
  {
    byShape,
    reasons,
    left,
  }: {
    readonly byShape: ReadonlyMap<string, Module>;
    readonly reasons: ReadonlyMap<string, string>;
    readonly left: readonly Module[];
  },
): Matched {
  const taken = layers.filter(({ id }) => pairs.has(id));
  const weights = taken.flatMap(({ id, forms }) =>
    forms.map(({ weight, shape, at, toOurs }) => {
      const values = pairs.get(id)?.tensors.get(at)?.values ?? new Float32Array();
      return { name: `parameters/${id}/${weight}`, shape, values: toOurs(values) };
    }),
  );
  const rows = taken.filter(({ takesImageAsRow }) => takesImageAsRow).map(({ id }) => id);
  const unused = left.flatMap(({ tensors }) => [...tensors.values()].map(({ name }) => name));
  const listed = (all: readonly string[]) => `${all.slice(0, 8).join(', ')}${all.length > 8 ? ', …' : ''}`;
  const told = (all: readonly string[], text: string) => (all.length === 0 ? [] : [text]);
  const found = [...byShape].map(([id, { name }]) => `${name} → ${id}`);
  const fresh = [...reasons].map(([id, reason]) => `${id} (${reason})`);
  return {
    weights,
    taken: taken.map(({ id }) => id),
    remarks: [
      ...told(found, `By their shapes, since the names differ: ${listed(found)}.`),
      ...told(
        rows,
        `Behind a flattened image, rows are taken as PyTorch has them, channels first: ${listed(rows)}.`,
      ),
      ...told(fresh, `Layers that begin fresh: ${listed(fresh)}.`),
      ...told(
        unused,
        `${unused.length} tensors of the file fit no layer and are left out: ${listed(unused)}.`,
      ),
    ],
  };
}
