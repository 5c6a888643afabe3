import { z } from 'zod';
import { mapPaths } from '@shared/data/catalogue';
import { cardKey, readCard, type ModelCard } from '@shared/exporting/modelCard';
import { fitWeights, type StoredWeight } from '@shared/importing';
import { planCode } from '@shared/code/plan';
import { inferNetwork } from '@shared/network/inference';
import { keptWeights } from '../exporting/onnx/keptWeights';
import { requireUnchangedContents } from '../inference/dataFiles';
import type { ModelReading } from './readModel';

/** The card of Layerlab's own that a file carries as JSON; null where it has none. */
export function cardIn(json: string | null): ModelCard | null {
  return json === null ? null : readCard({ [cardKey]: json });
}

const layersModelSchema = z.object({ userDefinedMetadata: z.object({ [cardKey]: z.unknown() }) });

/** The same of a layers model for TensorFlow.js. @param text JSON */
export function cardOfLayersModel(text: string): ModelCard | null {
  const parsed = layersModelSchema.safeParse(JSON.parse(text));
  return parsed.success ? cardIn(JSON.stringify(parsed.data.userDefinedMetadata[cardKey])) : null;
}

/** A file that Layerlab exported: its experiment, and the weights that it holds by the names in the library. */
export function readExported(card: ModelCard, stored: readonly StoredWeight[]): ModelReading {
  const { experiment, dataset } = card;
  const network = inferNetwork(experiment.network, { inputShape: dataset.inputShape });
  const ids = new Map(planCode(experiment, network).layers.map(({ name, layer }) => [name, layer.id]));
  return readingOf(card, stored, ids, []);
}

/** A file of tensors that Layerlab exported. @param stored by `<layer>/<weight>` */
export function readOwnTensors(card: ModelCard, stored: readonly StoredWeight[]): ModelReading {
  return readingOf(card, stored, new Map(card.experiment.network.layers.map(({ id }) => [id, id])), []);
}

/**
 * An ONNX file that Layerlab exported.
 * @param data what the files beside it hold, by their names in it
 * @throws AppError `badModel` where it is no ONNX file, or what belongs beside it has changed
 */
export function readExportedOnnx(
  bytes: Uint8Array,
  { card, opset, data }: { card: ModelCard; opset: number; data: ReadonlyMap<string, Uint8Array> },
): ModelReading {
  requireUnchangedContents('', data);
  const ids = new Map(card.experiment.network.layers.map(({ id }) => [id, id]));
  const stored = keptWeights(bytes, data, card, opset);
  return stored === null
    ? readingOf(card, [], ids, [lostRemark(card)])
    : readingOf(card, stored, ids, halvedRemark(card));
}

function readingOf(
  { experiment, dataset }: ModelCard,
  stored: readonly StoredWeight[],
  ids: ReadonlyMap<string, string>,
  remarks: readonly string[],
): ModelReading {
  const { name, network } = experiment;
  const inferred = inferNetwork(network, { inputShape: dataset.inputShape });
  const fitted = stored.length === 0 ? { weights: [], remarks: [] } : fitWeights(stored, inferred, ids);
  const known = network.layers.map(({ id, kind }) => ({ name: id, className: kind }));
  return {
    survey: { name, known, unknown: [], weightFiles: [], vocabulary: [] },
    model: {
      ...{ name, network, inferred, experiment },
      weights: fitted.weights,
      remarks: [...remarks, ...fitted.remarks, ...dataRemark(experiment.dataset)],
    },
  };
}

function lostRemark({ precision, foldsBatchNormalization }: ModelCard): string {
  if (foldsBatchNormalization) {
    return 'The file keeps its weights with batch normalization folded into them, from which the trained ones cannot be had: they are left out.';
  }
  return precision === 'int8'
    ? 'The file keeps its weights in 8 bits, from which no training starts: they are left out.'
    : 'The weights do not stand where this version of Layerlab writes them: they are left out.';
}

function halvedRemark({ precision }: ModelCard): string[] {
  return precision === 'float32' ? [] : [`The weights are as exact as ${precision} keeps them.`];
}

/** A file says what its data is called, not where it lies. */
function dataRemark(dataset: ModelCard['experiment']['dataset']): string[] {
  const paths: string[] = [];
  mapPaths(dataset, (path) => {
    paths.push(path);
    return path;
  });
  if (paths.length === 0) return [];
  return [`It was trained on ${paths.join(', ')}: say where that is before training.`];
}
