import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { ExportSettings } from '@shared/exporting/catalogue';
import type { UncheckedObject } from '@shared/json';
import { cardOf } from '../card';
import type { ExportEncoder } from '../encoder';
import { layersModel, type LayersModel, type ModelNode } from '../layersModel/layersModel';
import { weightsFile } from './weightsFile';

type KerasSettings = Extract<ExportSettings, { format: 'keras' }>;

/** The version whose form the file has. */
const kerasVersion = '3.15.1';
/** The earliest that an archive can say: its entries tell nothing of when they were written. */
const mtime = new Date(1980, 0, 1);

/** A `.keras` file: an archive of the layers, what wrote them, and their weights; beside them the model's card. */
export const encodeKeras: ExportEncoder<KerasSettings> = async (trained) => {
  const model = layersModel(trained, 'keras');
  const archive = new ZipFile();
  const texts: Readonly<Record<string, unknown>> = {
    'metadata.json': { keras_version: kerasVersion, date_saved: '1980-01-01@00:00:00' },
    'config.json': configOf(model),
    'layerlab.json': cardOf(trained, { precision: 'float32', foldsBatchNormalization: false }),
  };
  for (const [name, value] of Object.entries(texts)) {
    archive.addBuffer(Buffer.from(JSON.stringify(value)), name, { mtime, forceDosTimestamp: true });
  }
  archive.addBuffer(Buffer.from(await weightsFile(model)), 'model.weights.h5', {
    mtime,
    forceDosTimestamp: true,
    compress: false,
  });
  archive.end();
  return { content: [await buffer(archive.outputStream)], proof: { kind: 'keras' } };
};

function configOf({ name, nodes, input, output }: LayersModel): UncheckedObject {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    registered_name: 'Functional',
    config: {
      name,
      trainable: true,
      layers: nodes.map((node) => layerOf(node, byName)),
      input_layers: [[input, 0, 0]],
      output_layers: [[output, 0, 0]],
    },
  };
}

function layerOf(node: ModelNode, byName: ReadonlyMap<string, ModelNode>): UncheckedObject {
  const { name, className, config, from, output } = node;
  const own: UncheckedObject = className === 'InputLayer' ? { batch_shape: [null, ...output] } : config;
  const tensors = from.map((each) => tensorOf(each, byName.get(each)?.output ?? []));
  const [only = null] = tensors;
  return {
    module: 'keras.layers',
    class_name: className,
    config: { ...own, name, dtype: 'float32' },
    registered_name: null,
    name,
    inbound_nodes:
      tensors.length === 0 ? [] : [{ args: [tensors.length === 1 ? only : tensors], kwargs: {} }],
  };
}

function tensorOf(name: string, shape: readonly number[]): UncheckedObject {
  return {
    class_name: '__keras_tensor__',
    config: { shape: [null, ...shape], dtype: 'float32', keras_history: [name, 0, 0] },
  };
}
