import { InferenceSession } from 'onnxruntime-node';
import type { ModelSurvey } from '@shared/exporting/modelSurvey';
import { AppError } from '@shared/errors';
import { openModel, readBytes, readFacts } from '../models';
import { fileError } from '../../../files/fileErrors';
import { graphIn, valuesToAppend, type Shape } from './graph';
import { decodeGraph, type GraphMessage } from './graphFormat';

/** The shapes of larger models are not worked out: it takes the model once more in memory. */
const mostBytes = 2 ** 28;

/**
 * What is in an ONNX file: its graph, also where ONNX Runtime does not run it.
 * @throws AppError `badModel` for what is no ONNX file
 */
export async function surveyModel(path: string): Promise<ModelSurvey> {
  const [bytes, facts] = await read(path);
  const opened = await openModel(path).catch((thrown: unknown) => AppError.from(thrown));
  const isRefused = opened instanceof AppError;
  const isSmall = bytes.byteLength <= mostBytes && facts.dataFiles.length === 0;
  const graph = decodeGraph(bytes, path);
  const known = isRefused || !isSmall ? new Map<string, Shape>() : await shapesFoundIn(bytes, graph);
  return {
    facts: isRefused ? { ...facts, inputs: [], outputs: [] } : opened.facts,
    graph: graphIn(graph, known, path),
    refusal: isRefused ? opened.message : null,
  };
}

async function read(path: string) {
  try {
    const facts = await readFacts(path);
    return [await readBytes(path), facts] as const;
  } catch (thrown) {
    throw fileError(thrown, path, 'The model cannot be read');
  }
}

/** The shapes that ONNX Runtime works out: it tells them of outputs, which all values are made for it. */
async function shapesFoundIn(bytes: Uint8Array, graph: GraphMessage): Promise<Map<string, Shape>> {
  try {
    const session = await InferenceSession.create(Buffer.concat([bytes, valuesToAppend(graph)]), {
      graphOptimizationLevel: 'disabled',
      logSeverityLevel: 4,
    });
    const found = session.outputMetadata.flatMap((value) =>
      value.isTensor ? [[value.name, value.shape] as const] : [],
    );
    await session.release();
    return new Map(found);
  } catch {
    return new Map();
  }
}
