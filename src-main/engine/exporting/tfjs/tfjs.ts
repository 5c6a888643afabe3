import type { ExportSettings } from '@shared/exporting/catalogue';
import { cardKey } from '@shared/exporting/modelCard';
import { tfjs } from '@shared/exporting/tfjs';
import type { UncheckedObject } from '@shared/json';
import { nameBeside } from '../beside';
import { cardOf } from '../card';
import type { ExportEncoder } from '../encoder';
import { producer } from '../producer';
import { layersModel, type LayersModel, type ModelNode } from '../layersModel/layersModel';

type TfjsSettings = Extract<ExportSettings, { format: 'tfjs' }>;

/** Bytes of a file of weights: browsers keep files of this size in their cache. */
const shardBytes = 4 * 1024 * 1024;

/**
 * A layers model: `model.json` with the layers, and the weights in files beside it that it names. Their names hold the
 * hash of the content, so that an older `model.json` and its weights stay whole until the new one takes its place.
 */
export const encodeTfjs: ExportEncoder<TfjsSettings> = (trained, _settings, { stem }) => {
  const model = layersModel(trained, 'tfjs');
  const weights = model.nodes.flatMap((node) => node.weights.map((weight) => ({ node, weight })));
  const bytes = Buffer.concat(
    weights.map(({ weight: { values } }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  );
  const shards = shardsOf(bytes, stem);
  const manifest = weights.map(({ node, weight: { name, shape } }) => ({
    name: `${node.name}/${name}`,
    shape,
    dtype: 'float32',
  }));
  const file = {
    format: 'layers-model',
    generatedBy: `${producer.name} ${producer.version}`,
    convertedBy: null,
    modelTopology: topology(model),
    weightsManifest: [{ paths: shards.map(({ name }) => name), weights: manifest }],
    userDefinedMetadata: {
      [cardKey]: cardOf(trained, { precision: 'float32', foldsBatchNormalization: false }),
    },
  };
  const content = [Buffer.from(JSON.stringify(file))];
  return Promise.resolve({ content, proof: { kind: 'layersModel' }, beside: shards });
};

function shardsOf(bytes: Buffer, stem: string) {
  const count = Math.max(1, Math.ceil(bytes.byteLength / shardBytes));
  return Array.from({ length: count }, (_, place) => ({
    name: nameBeside(stem, [bytes], tfjs, `shard${place + 1}of${count}`),
    content: [bytes.subarray(place * shardBytes, (place + 1) * shardBytes)],
  }));
}

function topology({ name, nodes, input, output }: LayersModel): UncheckedObject {
  return {
    class_name: 'Model',
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
    config: {
      name,
      layers: nodes.map((node) => ({
        name: node.name,
        class_name: node.className,
        config: { ...configOf(node), name: node.name },
        inbound_nodes: node.from.length === 0 ? [] : [node.from.map((from) => [from, 0, 0, {}])],
      })),
      input_layers: [[input, 0, 0]],
      output_layers: [[output, 0, 0]],
    },
  };
}

function configOf({ className, config, output }: ModelNode): UncheckedObject {
  if (className !== 'InputLayer') return config;
  return { batch_input_shape: [null, ...output], dtype: 'float32', sparse: false };
}
