import { AppError } from '../errors';
import { inferNetwork, type InferredNetwork } from '../network/inference';
import { networkSpecSchema, type NetworkSpec } from '../network/spec';
import type { Shape } from '../ops/shape';
import { knownClasses, mapLayer, type MappedLayer } from './layerMapping';
import { nameOf, readModelFile, sourcesOf, type StoredLayer, type StoredModel } from './modelFile';
import { readWeights, weightFilesOf, type ImportedWeight } from './weights';

/** A layer of the stored model that has no counterpart. */
export interface UnknownLayer {
  readonly name: string;
  readonly className: string;
  /** In words: `there is no such layer`, `its data_format = "channels_first" is not supported`. */
  readonly reason: string;
}

/** What a model's file holds, before it is opened. */
export interface ModelSurvey {
  readonly name: string;
  /** Layers that can be opened, by name and class. */
  readonly known: readonly { readonly name: string; readonly className: string }[];
  readonly unknown: readonly UnknownLayer[];
  /** The files with the weights, beside a tfjs model.json; empty for Keras's JSON, which has none. */
  readonly weightFiles: readonly string[];
}

export interface ImportedModel {
  readonly name: string;
  readonly network: NetworkSpec;
  readonly inferred: InferredNetwork;
  /** Empty where the weights' files were not given. */
  readonly weights: readonly ImportedWeight[];
  /** What is not quite as it was, in words. */
  readonly remarks: readonly string[];
}

const inputClass = 'InputLayer';

/** Looks through a model's file without opening it. @throws AppError `badNetwork` where it is no model. */
export function surveyModel(json: unknown): ModelSurvey {
  const model = readModelFile(json);
  const known: { name: string; className: string }[] = [];
  const unknown: UnknownLayer[] = [];
  for (const layer of model.layers) {
    const entry = { name: nameOf(layer), className: layer.class_name };
    const mapping = layer.class_name === inputClass ? { layers: [] } : mapLayer(layer, model.beforeKeras3);
    if ('unknown' in mapping) unknown.push({ ...entry, reason: mapping.unknown });
    else known.push(entry);
  }
  return { name: model.name, known, unknown, weightFiles: weightFilesOf(model.manifest) };
}

/**
 * Opens a Keras model's JSON or a tfjs layers model as a network of ours. An activation inside a layer becomes a
 * layer of its own behind it.
 * @param files the weight files of a tfjs model by their names.
 * @throws AppError `badNetwork` that lists every layer without a counterpart, or says what else is wrong.
 */
export function importModel(
  json: unknown,
  files: ReadonlyMap<string, Uint8Array> = new Map(),
): ImportedModel {
  const survey = surveyModel(json);
  if (survey.unknown.length > 0) throw unknownLayers(survey);
  const model = readModelFile(json);
  const builder = new NetworkBuilder(model);
  const network = networkSpecSchema.parse(builder.build());
  const inferred = inferNetwork(network, null);
  const weights =
    files.size === 0 || model.manifest.length === 0
      ? []
      : readWeights(model.manifest, files, inferred, builder.firstIds);
  return { name: model.name, network, inferred, weights, remarks: builder.remarks };
}

function unknownLayers({ known, unknown }: ModelSurvey): AppError {
  const list = unknown.map(({ name, className, reason }) => `"${name}" (${className}): ${reason}`).join('; ');
  const count = unknown.length === 1 ? 'One layer is' : `${unknown.length} layers are`;
  const classes = [...new Set(known.map(({ className }) => className))].join(', ');
  return new AppError('badNetwork', `${count} not known here: ${list}. Known: ${classes || 'none'}`, {
    where: unknown.map(({ name }) => name).join(', '),
    remedy: `Take them out of the model or replace them. Layers that can be opened: ${knownClasses.join(', ')}.`,
  });
}

/** Layers and edges, with ids as near to the stored names as can be. */
class NetworkBuilder {
  readonly remarks: string[] = [];
  /** Of each stored layer: the id of the first layer it became, which has its weights. */
  readonly firstIds = new Map<string, string>();
  /** And of the last, which others are fed from. */
  private readonly lastIds = new Map<string, string>();
  private readonly used = new Set<string>();
  private readonly layers: ({ id: string; kind: string } & Record<string, unknown>)[] = [];
  private readonly edges: [string, string][] = [];

  constructor(private readonly model: StoredModel) {}

  build() {
    this.addInput();
    for (const layer of this.model.layers) if (layer.class_name !== inputClass) this.addLayer(layer);
    for (const [index, layer] of this.model.layers.entries()) this.connect(layer, index);
    this.requireOneEnd();
    return { layers: this.layers, edges: this.edges };
  }

  private addInput(): void {
    const inputs = this.model.layers.filter(({ class_name }) => class_name === inputClass);
    if (inputs.length > 1) {
      const names = inputs.map((layer) => `"${nameOf(layer)}"`).join(', ');
      throw new AppError('badNetwork', `The model has ${inputs.length} inputs: ${names}`, {
        remedy: 'Networks have one input here.',
      });
    }
    const [first] = this.model.layers;
    const holder = inputs[0] ?? first;
    const id = this.newId(inputs[0] === undefined ? 'input' : nameOf(inputs[0]));
    const shape = holder === undefined ? null : inputShapeOf(holder);
    if (shape === null) this.remarks.push('The input’s shape is open: the data set’s is taken.');
    this.layers.push({ id, kind: 'input', ...(shape === null ? {} : { shape: [...shape] }) });
    if (inputs[0] !== undefined) this.lastIds.set(nameOf(inputs[0]), id);
  }

  private addLayer(layer: StoredLayer): void {
    const mapping = mapLayer(layer, this.model.beforeKeras3);
    if ('unknown' in mapping) return;
    const name = nameOf(layer);
    for (const remark of mapping.remarks) this.remarks.push(`${name}: ${remark}.`);
    let before: string | null = null;
    for (const [position, mapped] of mapping.layers.entries()) {
      const id = this.newId(position === 0 ? name : `${name}_${mapped.kind}`);
      this.layers.push(specOf(id, mapped));
      if (before === null) this.firstIds.set(name, id);
      else this.edges.push([before, id]);
      before = id;
    }
    if (before !== null) this.lastIds.set(name, before);
  }

  private connect(layer: StoredLayer, index: number): void {
    if (layer.class_name === inputClass) return;
    const name = nameOf(layer);
    const uses = this.model.isSequential ? [[this.nameBefore(index)]] : sourcesOf(layer);
    if (uses.length > 1) {
      throw new AppError(
        'badNetwork',
        `The layer "${name}" is used ${uses.length} times with the same weights`,
        {
          where: name,
          remedy: 'Shared layers are not known here: give each use a layer of its own.',
        },
      );
    }
    const target = this.firstIds.get(name);
    for (const source of uses[0] ?? []) {
      const from = this.lastIds.get(source) ?? this.layers[0]?.id;
      // A linear activation has become nothing: what it is fed from feeds what is behind it.
      if (target === undefined && from !== undefined) this.lastIds.set(name, from);
      else if (from !== undefined && target !== undefined) this.edges.push([from, target]);
    }
  }

  private nameBefore(index: number): string {
    const before = this.model.layers[index - 1];
    return before === undefined ? '' : nameOf(before);
  }

  private requireOneEnd(): void {
    if (this.model.outputs.length > 1) {
      throw new AppError('badNetwork', `The model has ${this.model.outputs.length} outputs`, {
        where: this.model.outputs.join(', '),
        remedy: 'Networks have one output here.',
      });
    }
  }

  /** An id of the allowed characters, unique in the network. */
  private newId(name: string): string {
    const cleaned = name.replace(/[^A-Za-z0-9_.-]/g, '_').slice(0, 60) || 'layer';
    let id = cleaned;
    for (let number = 2; this.used.has(id); number++) id = `${cleaned}_${number}`;
    this.used.add(id);
    return id;
  }
}

function specOf(id: string, { kind, parameters, regularization }: MappedLayer) {
  return { id, kind, ...parameters, ...(regularization === undefined ? {} : { regularization }) };
}

/** One example's shape, without the batch; null where an axis is open. */
function inputShapeOf({ config, build_config }: StoredLayer): Shape | null {
  const stored = [config['batch_shape'], config['batch_input_shape'], build_config?.input_shape].find(
    Array.isArray,
  );
  const shape = stored?.slice(1) as readonly (number | null)[] | undefined;
  if (shape === undefined || shape.length === 0) return null;
  return shape.every((size) => typeof size === 'number') ? shape : null;
}
