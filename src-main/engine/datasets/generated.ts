import { generatorCatalogue, type GeneratorSpec } from '@shared/data/catalogue';
import type { GeneratedDataset, GeneratorDefinition } from '@shared/data/dataset';
import type { DatasetSpec } from '@shared/data/spec';
import { sizeOf } from '@shared/ops/shape';
import { Breathing } from './breathing';
import type { DatasetSource, ExampleChunk } from './source';

/** Examples drawn between two chances to pause; 64 images take about 40 ms. */
const examplesAtOnce = { uint8: 16, float32: 1024 } as const;
const examplesPerChunk = { uint8: 256, float32: 16_384 } as const;

const generators = new Map<string, GeneratorDefinition>(
  generatorCatalogue.map((entry) => [entry.kind, entry]),
);

export function isGenerated(spec: DatasetSpec): spec is GeneratorSpec {
  return generators.has(spec.kind);
}

async function* draw(
  dataset: GeneratedDataset,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExampleChunk> {
  const breathing = new Breathing(signal);
  const size = sizeOf(dataset.inputShape);
  const dtype = dataset.inputDtype;
  for (let first = 0; first < dataset.examples; first += examplesPerChunk[dtype]) {
    const count = Math.min(examplesPerChunk[dtype], dataset.examples - first);
    const inputs = dtype === 'uint8' ? new Uint8Array(count * size) : new Float32Array(count * size);
    const targets = new Float64Array(count);
    for (let index = 0; index < count; index++) {
      targets[index] = dataset.draw(first + index, inputs, index * size);
      if (index % examplesAtOnce[dtype] === 0) await breathing.pause();
    }
    yield { inputs, targets };
  }
}

/** A drawn data set as a source, like those that are read from files. */
export function openGenerated(spec: GeneratorSpec, signal: AbortSignal | undefined): DatasetSource {
  const definition = generators.get(spec.kind);
  if (definition === undefined) throw new Error(`no generator of kind ${spec.kind}`);
  const dataset = definition.generate(spec);
  return { content: dataset, chunks: () => draw(dataset, signal) };
}
