import type { ModelValue } from '@shared/exporting/modelFacts';

/** What the Open Inference Protocol calls the types of ONNX Runtime whose values can be written as numbers in JSON. */
const datatypes: Readonly<Record<string, string>> = {
  ...{ float32: 'FP32', float64: 'FP64', float16: 'FP16' },
  ...{ int8: 'INT8', int16: 'INT16', int32: 'INT32', int64: 'INT64' },
  ...{ uint8: 'UINT8', uint16: 'UINT16', uint32: 'UINT32', uint64: 'UINT64' },
};

export const numericDatatypes: readonly string[] = Object.values(datatypes);

/** The protocol's name of a type of ONNX Runtime, or that in capitals where it has none. */
export const datatypeOf = (type: string): string => datatypes[type] ?? type.toUpperCase();

/** Whether an output can be given: sequences, maps and texts are no tensors of numbers. */
export const isGiven = ({ type }: ModelValue): boolean => type in datatypes;

/** Why an output is not given, in words. */
export const notGivenBecause = ({ name, type }: ModelValue): string =>
  `The output "${name}" is not given: it is of the type ${type}, no tensor of numbers.`;
