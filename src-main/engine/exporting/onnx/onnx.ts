import type { ExportSettings } from '@shared/exporting/catalogue';
import { cardKey } from '@shared/exporting/modelCard';
import { traceNetwork } from '@shared/network/trace';
import type { Precision } from '@shared/exporting/onnx';
import type { Calibrate, ExportEncoder, TrainedNetwork } from '../encoder';
import { cardOf } from '../card';
import { foldNormalization } from '../foldNormalization';
import { requireOneMessage, weightOf } from '../weights';
import { onnxFiles } from './dataFile';
import { OnnxGraphBuilder, type OnnxValue } from './graph';
import { withFloat16Weights } from './smaller/float16';
import { quantized, valuesToCalibrate } from './smaller/int8';
import { layersKey } from './layerOutputs';
import { identity, modelMessage } from './message';
import { OnnxOps } from './onnxOps';
import { filled, probabilities } from './preprocessing';
import { modelPieces, valueInfo, type ModelMessage } from './proto';

const inputName = 'input';
const outputName = 'output';
const probabilitiesName = 'probabilities';

type OnnxSettings = Extract<ExportSettings, { format: 'onnx' }>;

export const encodeOnnx: ExportEncoder<OnnxSettings> = async (trained, settings, { stem, calibrate }) => {
  const { precision } = settings;
  // Ranges for 8 bits are taken with the numbers whole.
  if (precision === 'int8') requireOneMessage(trained.weights, 'an ONNX file, from which 8 bits are made,');
  const model = await withPrecision(onnxModel(trained, settings), precision, calibrate);
  return { ...onnxFiles(model, stem), proof: { kind: 'onnx' } };
};

async function withPrecision(
  model: ModelMessage,
  precision: Precision,
  calibrate: Calibrate,
): Promise<ModelMessage> {
  switch (precision) {
    case 'float32':
      return model;
    case 'float16':
      return withFloat16Weights(model);
    case 'int8':
      return quantized(model, await calibrate(modelPieces(model), valuesToCalibrate(model)));
  }
}

/** The model as messages of ONNX, before they become bytes. @throws AppError `exportFailed` */
export function onnxModel(trained: TrainedNetwork, settings: OnnxSettings): ModelMessage {
  const { experiment, dataset, facts } = trained;
  const { opset, precision } = settings;
  const { graph, output, layers, more, foldsBatchNormalization } = trace(trained, settings);
  return modelMessage(opset, {
    docString: experiment.name,
    metadataProps: [
      { key: 'classNames', value: JSON.stringify(dataset.classNames) },
      { key: 'featureNames', value: JSON.stringify(dataset.featureNames) },
      { key: 'datasetHash', value: dataset.hash },
      { key: 'scaling', value: JSON.stringify(dataset.scaling) },
      { key: 'step', value: String(facts.step) },
      { key: 'epoch', value: String(facts.epoch) },
      { key: 'metrics', value: JSON.stringify(facts.metrics) },
      { key: layersKey, value: JSON.stringify(layers) },
      { key: cardKey, value: JSON.stringify(cardOf(trained, { precision, foldsBatchNormalization })) },
    ],
    graph: {
      name: graphName(experiment.name),
      node: [
        ...graph.nodes,
        identity(output, outputName),
        ...more.map((value) => identity(value, probabilitiesName)),
      ],
      initializer: graph.usedInitializers(),
      input: [valueInfo(inputName, 'float32', [null, ...dataset.inputShape])],
      output: [
        valueInfo(outputName, 'float32', output.shape),
        ...more.map(({ shape }) => valueInfo(probabilitiesName, 'float32', shape)),
      ],
    },
  });
}

interface TracedGraph {
  readonly graph: OnnxGraphBuilder;
  readonly output: OnnxValue;
  /** The name of each layer's output in the graph, by the layer's id. */
  readonly layers: Readonly<Record<string, string>>;
  /** The probabilities, where they are asked for and there are some. */
  readonly more: readonly OnnxValue[];
  readonly foldsBatchNormalization: boolean;
}

function trace(given: TrainedNetwork, { opset, include, foldBatchNormalization }: OnnxSettings): TracedGraph {
  const { trained, doneBy } = foldBatchNormalization
    ? foldNormalization(given)
    : { trained: given, doneBy: new Map<string, string>() };
  const { network, dataset, weights } = trained;
  const graph = new OnnxGraphBuilder();
  const ops = new OnnxOps(graph, opset);
  const raw: OnnxValue = { name: inputName, shape: [null, ...dataset.inputShape], dtype: 'float32' };
  const examples = include === 'preprocessing' ? filled(graph, ops, raw, dataset) : raw;
  const offset = ops.constant(dataset.scaling.offset);
  const factor = ops.constant(dataset.scaling.factor);
  const { output, activations } = traceNetwork<OnnxValue>(network, {
    ops,
    input: ops.multiply(ops.subtract(examples, offset), factor),
    training: false,
    weight(layer, name) {
      const { shape, values } = weightOf(weights, layer, name);
      return graph.tensor(`${layer}/${name}`, shape, values);
    },
    update: () => undefined,
  });
  const layers = Object.fromEntries([...activations].map(([id, { name }]) => [doneBy.get(id) ?? id, name]));
  const shares = include === 'preprocessing' ? probabilities(ops, output, trained) : null;
  const more = shares === null ? [] : [shares];
  return { graph, output, layers, more, foldsBatchNormalization: doneBy.size > 0 };
}

/** ONNX's checker wants names that are C identifiers. */
function graphName(name: string): string {
  return name.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^(?=\d)/, '_') || 'network';
}
