import { sizeOf } from '../../../ops/shape';
import { transposed } from '../../../ops/transposed';
import { denseAlong } from '../../layers/denseAlong';
import { arranged, inOneRow } from '../network/arranging';
import type { Activation } from '../network/values';
import { Refusal } from '../graph/model';
import type { NodeReader, Operator } from './node';

/** alpha·A·B + beta·C, A being what comes from the layers before. */
export const gemm: Operator = (reader) => {
  reader.require(reader.integer('transA', 0) === 0, 'it works along the examples (transA)');
  const { values, dims, name } = matrix(reader);
  const isTurned = reader.integer('transB', 0) === 1;
  const kernel = isTurned ? transposed(values, dims, [1, 0]) : values;
  const units = (isTurned ? dims[0] : dims[1]) ?? 0;
  const [alpha, beta] = [reader.float('alpha', 1), reader.float('beta', 1)];
  const x = reader.activation(0);
  reader.require(x.axes.length === 1, `its input has ${x.axes.length + 1} axes, where two are needed`);
  return dense(reader, x, {
    name,
    kernel: alpha === 1 ? kernel : kernel.map((value) => alpha * value),
    units,
    bias: reader.has(2) ? biasOf(reader, units).map((value) => beta * value) : null,
  });
};

/** A product along the last axis; what is added behind it becomes its bias. */
export const matMul: Operator = (reader) => {
  const { values, dims, name } = matrix(reader);
  const x = reader.activation(0);
  const layer = { name, kernel: values, units: dims[1] ?? 0, bias: null };
  return x.axes.length === 1 ? dense(reader, x, layer) : along(reader, x, layer);
};

interface Dense {
  /** Of the weight in the file. */
  readonly name: string;
  /** A row for each input. */
  readonly kernel: Float32Array;
  readonly units: number;
  readonly bias: Float32Array | null;
}

function matrix(reader: NodeReader) {
  const weight = reader.floats(1);
  reader.require(weight.dims.length === 2, `its weight has ${weight.dims.length} axes, where two are needed`);
  return weight;
}

function biasOf(reader: NodeReader, units: number): Float32Array {
  const { values, dims } = reader.floats(2);
  if (values.length === 1) return new Float32Array(units).fill(values[0] ?? 0);
  reader.require(
    dims.at(-1) === units && values.length === units,
    'what it adds differs from example to example',
  );
  return values;
}

function dense(reader: NodeReader, x: Activation, { name, kernel, units, bias }: Dense): Activation {
  const inputs = sizeOf(x.shape);
  reader.require(kernel.length === inputs * units, `its weight does not fit ${inputs} inputs`);
  const { row, places } = inOneRow(reader.drafts, x);
  return reader.drafts.add(
    {
      kind: 'dense',
      parameters: { units, ...(bias === null ? { useBias: false } : {}) },
      name: reader.layerName('dense', name),
      weights: { kernel: withRowsAt(places, kernel, units), ...(bias === null ? {} : { bias }) },
    },
    [row],
  );
}

/** Row i of the file's kernel belongs to the input at `places[i]` of ours. */
function withRowsAt(places: Int32Array, kernel: Float32Array, units: number): Float32Array {
  const moved = new Float32Array(kernel.length);
  places.forEach((place, row) => {
    moved.set(kernel.subarray(row * units, (row + 1) * units), place * units);
  });
  return moved;
}

/** The same at each place of a sequence or an image. */
function along(reader: NodeReader, x: Activation, { name, kernel, units }: Dense): Activation {
  const rank = x.axes.length;
  const mapped = denseAlong({ kind: 'dense', parameters: { units, useBias: false } }, rank);
  if ('unknown' in mapped) throw new Refusal(mapped.unknown);
  const { layer } = mapped;
  for (const remark of mapped.remarks) reader.drafts.remarks.add(`${reader.layerName('MatMul')}: ${remark}.`);
  return reader.drafts.add({ ...layer, name: reader.layerName(layer.kind, name), weights: { kernel } }, [
    arranged(reader.drafts, x, [...x.axes.keys()]),
  ]);
}
