import { layerIdSchema } from '../ids';
import type { Block } from '../network/spec';
import type { Shape } from '../ops/shape';
import { inputClass, type FlatLayer, type FlatModel } from './flatModel';
import { calledForPrediction } from './calls';
import { LayerIds } from './layerIds';
import { accountForKeys } from './layers/configKeys';
import { mapLayer, type MappedLayer, type Mapping } from './layers/layerMapping';
import type { KerasVersion, StoredLayer } from './modelFile';
import { withSeparableParts } from './layers/separable';
import { findLayerDefinition } from '../network/layers';

/** A layer of the stored model that has no counterpart. */
export interface UnknownLayer {
  readonly name: string;
  readonly className: string;
  /** In words: `there is no such layer`, `its data_format = "channels_first" is not supported`. */
  readonly reason: string;
}

/** Layers and edges, with ids as near to the stored names as can be. */
export class NetworkBuilder {
  readonly remarks: string[] = [];
  readonly known: { readonly name: string; readonly className: string }[] = [];
  readonly unknown: UnknownLayer[] = [];
  /** Of each stored layer: the id of the first layer it became, which has its weights. */
  readonly firstIds = new Map<string, string>();
  /** And of the last, which others are fed from. */
  private readonly lastIds = new Map<string, string>();
  /** Axes of what each stored layer gives, without the batch; null where that is not known. */
  private readonly ranks = new Map<string, number | null>();
  private readonly ids = new LayerIds();
  private readonly layers: ({ id: string; kind: string } & Record<string, unknown>)[] = [];
  private readonly edges: [string, string][] = [];
  private readonly blocks = new Map<string, string[]>();
  private inputId = '';
  private inputRank: number | null = null;

  constructor(
    private readonly model: FlatModel,
    private readonly version: KerasVersion,
  ) {
    this.addInput();
    for (const layer of model.layers.flatMap(withSeparableParts)) {
      if (layer.stored.className !== inputClass) this.addLayer(layer);
    }
  }

  get network() {
    const blocks = this.foldedBlocks();
    return { layers: this.layers, edges: this.edges, ...(blocks.length === 0 ? {} : { blocks }) };
  }

  private addInput(): void {
    const stored = this.model.layers.find((layer) => layer.stored.className === inputClass);
    const holder = stored ?? this.model.layers[0];
    this.inputId = this.ids.next(stored?.stored.name ?? 'input');
    const shape = holder === undefined ? null : storedShape(holder.stored);
    this.inputRank = shape?.length ?? null;
    const isWhole = shape !== null && shape.length > 0 && shape.every((size) => typeof size === 'number');
    if (!isWhole) this.remarks.push('The input’s shape is open: the data set’s is taken.');
    this.layers.push({
      id: this.inputId,
      kind: 'input',
      ...(isWhole ? { shape: [...(shape as Shape)] } : {}),
    });
    if (stored === undefined) return;
    this.known.push({ name: stored.key, className: inputClass });
    this.lastIds.set(stored.key, this.inputId);
    this.ranks.set(stored.key, this.inputRank);
    this.accountForInput(stored);
  }

  private accountForInput({ key, stored }: FlatLayer): void {
    const { lost, refused } = accountForKeys(
      findLayerDefinition('input') ?? null,
      stored.config,
      this.inputRank,
    );
    for (const remark of lost) this.remarks.push(`${key}: ${remark}.`);
    if (refused !== null) this.unknown.push({ name: key, className: inputClass, reason: refused });
  }

  private addLayer(layer: FlatLayer): void {
    const { key, stored, sources } = layer;
    const rank = sources.length === 0 ? this.inputRank : (this.ranks.get(sources[0] ?? '') ?? null);
    const mapping = this.mapped(layer, rank);
    if ('unknown' in mapping) {
      this.unknown.push({ name: key, className: stored.className, reason: mapping.unknown });
      this.ranks.set(key, null);
      return;
    }
    this.known.push({ name: key, className: stored.className });
    for (const remark of mapping.remarks) this.remarks.push(`${key}: ${remark}.`);
    this.place(layer, mapping.layers);
    this.ranks.set(key, mapping.layers.reduce(rankBehind, rank));
  }

  private mapped({ stored, unusualCalls, isFrozen }: FlatLayer, rank: number | null): Mapping {
    const mapping = mapLayer(stored, { version: this.version, rank });
    if ('unknown' in mapping) return mapping;
    const unusual = unusualCalls.find(
      (call) =>
        call !== calledForPrediction || mapping.layers.some((layer) => changesInTraining(layer, isFrozen)),
    );
    return unusual === undefined ? mapping : { unknown: unusual };
  }

  private place({ key, stored, sources, isFrozen, block }: FlatLayer, mapped: readonly MappedLayer[]): void {
    const from = sources.length === 0 ? [this.inputId] : sources.map((source) => this.lastIds.get(source));
    let before = from.filter((id) => id !== undefined);
    for (const [position, layer] of mapped.entries()) {
      const id = this.ids.next(position === 0 ? stored.name : `${stored.name}_${layer.kind}`);
      this.layers.push(specOf(id, layer, isFrozen && hasWeights(layer)));
      if (block !== null) this.blocks.set(block, [...(this.blocks.get(block) ?? []), id]);
      for (const source of before) this.edges.push([source, id]);
      if (position === 0) this.firstIds.set(key, id);
      before = [id];
    }
    // A linear activation has become nothing: what it is fed from feeds what is behind it.
    const [last] = before;
    if (last !== undefined) this.lastIds.set(key, last);
  }

  private foldedBlocks(): Block[] {
    const blocks = [...this.blocks].filter(([, ids]) => ids.length > 1);
    return blocks.map(([name, ids], index) => ({
      id: `block${index + 1}`,
      name: name.slice(0, 80),
      layers: ids.map((id) => layerIdSchema.parse(id)),
      folded: true,
    }));
  }
}

function specOf(id: string, { kind, parameters, regularization }: MappedLayer, isFrozen: boolean) {
  return {
    id,
    kind,
    ...parameters,
    ...(regularization === undefined ? {} : { regularization }),
    ...(isFrozen ? { trainable: false } : {}),
  };
}

/** Whether it does another thing while training than when predicting; frozen, moving statistics serve both. */
function changesInTraining({ kind }: MappedLayer, isFrozen: boolean): boolean {
  const definition = findLayerDefinition(kind);
  const followsStatistics = definition?.weights !== undefined;
  return definition?.traits?.usesWholeBatch === true && !(isFrozen && followsStatistics);
}

function hasWeights({ kind }: MappedLayer): boolean {
  return findLayerDefinition(kind)?.weights !== undefined;
}

/** Axes of what a layer gives, of what it takes. */
function rankBehind(rank: number | null, { kind, parameters }: MappedLayer): number | null {
  const { targetShape } = parameters;
  if (kind === 'reshape') return Array.isArray(targetShape) ? targetShape.length : 1;
  return kind === 'flatten' || kind.startsWith('global') ? 1 : rank;
}

/** One example's shape, without the batch; null where none is stored. */
function storedShape({ config, builtFor }: StoredLayer): readonly (number | null)[] | null {
  const whole = [
    config['batch_shape'],
    config['batch_input_shape'],
    config['batchInputShape'],
    builtFor,
  ].find(Array.isArray);
  if (whole !== undefined) return whole.slice(1) as (number | null)[];
  const example = config['input_shape'] ?? config['shape'];
  if (Array.isArray(example)) return example as (number | null)[];
  return typeof config['input_dim'] === 'number' ? [config['input_dim']] : null;
}
