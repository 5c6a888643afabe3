import { sizeOf } from '@shared/ops/shape';
import { targetSizeOf } from '@shared/data/prepared';
import type { ModelCard } from '@shared/exporting/modelCard';
import { resolveTraining } from '@shared/training/resolve';
import { OnnxGraphBuilder, type OnnxValue } from './graph';
import { identity, modelMessage } from './message';
import { OnnxOps } from './onnxOps';
import { encodeModel, valueInfo } from './proto';

const opset = 17;

/**
 * The run's loss as an ONNX file, traced from the definition that trains: of rows that hold an example's outputs and, behind
 * them, what it has to predict, it gives the loss of each, [batch].
 */
export function lossModel({ experiment, dataset }: ModelCard, outputs: number): Uint8Array {
  const graph = new OnnxGraphBuilder();
  const ops = new OnnxOps(graph, opset);
  const width = outputs + targetSizeOf(dataset);
  const rows: OnnxValue = { name: 'rows', shape: [null, width], dtype: 'float32' };
  const { task, classNames } = dataset;
  const { loss } = resolveTraining(experiment.training);
  const target = columns(ops, rows, outputs, width);
  const losses = loss.definition.perExample<OnnxValue>(
    ops,
    {
      output: columns(ops, rows, 0, outputs),
      target: task === 'classification' ? ops.cast(ops.reshape(target, [null]), 'int32') : target,
      task,
      classes: classNames.length,
    },
    loss.parameters,
  );
  const model = modelMessage(opset, {
    docString: loss.definition.title,
    graph: {
      name: 'loss',
      node: [...graph.nodes, identity(losses, 'loss')],
      initializer: graph.usedInitializers(),
      input: [valueInfo(rows.name, 'float32', rows.shape)],
      output: [valueInfo('loss', 'float32', losses.shape)],
    },
  });
  return encodeModel(model);
}

/** Columns [from, to) of a matrix, as what is left of an image one pixel wide. */
function columns(ops: OnnxOps, rows: OnnxValue, from: number, to: number): OnnxValue {
  const width = sizeOf(rows.shape.slice(1).map((size) => size ?? 0));
  const image = ops.reshape(rows, [null, 1, width, 1]);
  return ops.reshape(ops.cropImage(image, [0, 0, from, width - to]), [null, to - from]);
}
