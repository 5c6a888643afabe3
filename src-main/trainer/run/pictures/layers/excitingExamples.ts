import type { LayerId } from '@shared/ids';
import { sizeOf } from '@shared/ops/shape';
import type { DrawnExciting, UnitWanted } from '@shared/pictures/layers/excitingExamples';
import { notFinite } from '@shared/pictures/notFinite';
import type { PictureSource } from '../source';
import { drawExample, inputsOf, notFound, probedExamples } from './probedExamples';

const mostExamples = 9;
/** Examples that go through the net at once: what every layer makes of them is in memory. */
const together = 16;

/**
 * The examples of the probe to which a unit gives most; of a channel, its largest output at any place counts.
 * @throws AppError `notFound` where there is no such unit; `diverged` where it gives what is no finite number
 */
export function drawExcitingExamples(
  source: PictureSource,
  step: number,
  { layer, unit }: UnitWanted,
): DrawnExciting {
  const shape = source.network.layers.find(({ id }) => id === layer)?.outputShape ?? [];
  const units = shape.at(-1) ?? 0;
  if (unit >= units)
    throw notFound(
      `${layer} has no unit ${unit}`,
      units > 0 ? `Choose one from 0 to ${units - 1}.` : 'Choose another layer.',
    );
  const probe = probedExamples(source.data);
  const outputs = largestOutputs(source, probe, { layer, unit, units, size: sizeOf(shape) });
  if (!outputs.every(Number.isFinite)) throw notFinite(layer);
  const strongest = [...outputs.entries()].sort(([, a], [, b]) => b - a).slice(0, mostExamples);
  return {
    step,
    units,
    probed: probe.length,
    examples: strongest.map(([place, output]) => ({
      ...drawExample(source.data, probe[place] ?? 0),
      output,
    })),
  };
}

interface Unit {
  readonly layer: LayerId;
  readonly unit: number;
  readonly units: number;
  /** Values that the layer gives of an example. */
  readonly size: number;
}

/** What a unit gives of each example, at the place where it gives most. */
function largestOutputs(
  { data, session }: PictureSource,
  examples: Int32Array,
  { layer, unit, units, size }: Unit,
): Float32Array {
  const largest = new Float32Array(examples.length).fill(-Infinity);
  for (let begin = 0; begin < examples.length; begin += together) {
    const piece = [...examples.subarray(begin, begin + together)];
    const inputs = Float32Array.from(piece.flatMap((index) => [...inputsOf(data, index)]));
    const outputs = session.layerOutputs(inputs, piece.length)[layer] ?? new Float32Array();
    for (let at = unit; at < outputs.length; at += units) {
      const example = begin + Math.floor(at / size);
      largest[example] = Math.max(largest[example] ?? -Infinity, outputs[at] ?? -Infinity);
    }
  }
  return largest;
}
