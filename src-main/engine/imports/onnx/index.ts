import { AppError } from '@shared/errors';
import { readCard } from '@shared/exporting/modelCard';
import { importOnnx } from '@shared/importing';
import { notBeside } from '../../inference/dataFiles';
import { readModelHead } from '../../inference/modelHead';
import { readExportedOnnx } from '../exportedFile';
import type { ModelReading } from '../readModel';
import { readGraph } from './readGraph';

/**
 * An ONNX file: one of Layerlab's own as its experiment, any other by its graph.
 * @param name what the model is called: a graph has mostly no name of its own
 * @param find what a file beside it holds; null where there is none
 * @throws AppError `badModel` where it is no ONNX file, or what belongs beside it is not there or has changed;
 * `badNetwork` where it is no network of one input and one output
 */
export async function readOnnx(
  bytes: Uint8Array,
  name: string,
  find: (name: string) => Promise<Uint8Array | null>,
): Promise<ModelReading> {
  const { metadata, opset, dataFiles } = readModelHead(bytes, '');
  if (opset === null) throw withoutOpset();
  const data = new Map<string, Uint8Array>();
  for (const file of dataFiles) {
    const content = await find(file);
    if (content === null) throw notBeside('', file);
    data.set(file, content);
  }
  const card = readCard(metadata);
  if (card !== null) return readExportedOnnx(bytes, { card, opset, data });
  return importOnnx(readGraph(bytes, data, { name, opset }));
}

function withoutOpset(): AppError {
  return new AppError('badNetwork', 'The file does not say of which version its operators are (opset)', {
    remedy: 'Export the model again.',
  });
}
