import { AppError } from '@shared/errors';
import type { ExportSettings } from '@shared/exporting/catalogue';
import { cardKey } from '@shared/exporting/modelCard';
import { traceNetwork } from '@shared/network/trace';
import type { ExportEncoder, TrainedNetwork } from '../encoder';
import { cardOf } from '../card';
import { OnnxGraphBuilder, type OnnxValue } from './graph';
import { layersKey } from './layerOutputs';
import { OnnxOps } from './onnxOps';
import { encodeModel, valueInfo, type ModelMessage, type NodeMessage } from './proto';

/** The oldest IR version that goes with an opset (ONNX, docs/Versioning.md). */
function irVersion(opset: number): number {
  if (opset >= 21) return 10;
  if (opset >= 19) return 9;
  return 8;
}

const inputName = 'input';
const outputName = 'output';

type OnnxSettings = Extract<ExportSettings, { format: 'onnx' }>;

export const encodeOnnx: ExportEncoder<OnnxSettings> = (trained, settings) =>
  encodeModel(onnxModel(trained, settings));

/** The model as messages of ONNX, before they become bytes. @throws AppError `exportFailed` */
export function onnxModel(trained: TrainedNetwork, { opset }: OnnxSettings): ModelMessage {
  const { experiment, dataset, facts } = trained;
  const { graph, output, layers } = trace(trained, opset);
  return {
    irVersion: irVersion(opset),
    producerName: 'Layerlab',
    producerVersion: '0.1.0',
    docString: experiment.name,
    opsetImport: [{ domain: '', version: opset }],
    metadataProps: [
      { key: 'classNames', value: JSON.stringify(dataset.classNames) },
      { key: 'featureNames', value: JSON.stringify(dataset.featureNames) },
      { key: 'datasetHash', value: dataset.hash },
      { key: 'scaling', value: JSON.stringify(dataset.scaling) },
      { key: 'step', value: String(facts.step) },
      { key: 'epoch', value: String(facts.epoch) },
      { key: 'metrics', value: JSON.stringify(facts.metrics) },
      { key: layersKey, value: JSON.stringify(layers) },
      { key: cardKey, value: JSON.stringify(cardOf(trained)) },
    ],
    graph: {
      name: graphName(experiment.name),
      node: [...graph.nodes, identity(output)],
      initializer: graph.usedInitializers(),
      input: [valueInfo(inputName, 'float32', [null, ...dataset.inputShape])],
      output: [valueInfo(outputName, 'float32', output.shape)],
    },
  };
}

interface TracedGraph {
  readonly graph: OnnxGraphBuilder;
  readonly output: OnnxValue;
  /** The name of each layer's output in the graph, by the layer's id. */
  readonly layers: Readonly<Record<string, string>>;
}

function trace(trained: TrainedNetwork, opset: number): TracedGraph {
  const { network, dataset, weights } = trained;
  const graph = new OnnxGraphBuilder();
  const ops = new OnnxOps(graph, opset);
  const raw: OnnxValue = { name: inputName, shape: [null, ...dataset.inputShape], dtype: 'float32' };
  const offset = ops.constant(dataset.scaling.offset);
  const factor = ops.constant(dataset.scaling.factor);
  const { output, activations } = traceNetwork<OnnxValue>(network, {
    ops,
    input: ops.multiply(ops.subtract(raw, offset), factor),
    training: false,
    weight(layer, name) {
      const found = weights.get(`parameters/${layer}/${name}`);
      if (!found) {
        throw new AppError('exportFailed', `The checkpoint has no weights "${name}" for the layer.`, {
          where: layer,
          remedy: 'Export the other checkpoint, or train the run again.',
        });
      }
      return graph.tensor(`${layer}/${name}`, found.shape, found.values);
    },
    update: () => undefined,
  });
  const layers = Object.fromEntries([...activations].map(([id, { name }]) => [id, name]));
  return { graph, output, layers };
}

/** Gives the last value the name that users of the file look for. */
function identity({ name }: OnnxValue): NodeMessage {
  return { name: outputName, opType: 'Identity', input: [name], output: [outputName], attribute: [] };
}

/** ONNX's checker wants names that are C identifiers. */
function graphName(name: string): string {
  return name.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^(?=\d)/, '_') || 'network';
}
