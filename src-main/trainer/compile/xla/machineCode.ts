import type { Attributes } from '../graph/attributes';
import type { GraphFunction } from '../graph/graphDef';
import { GraphOps } from '../ops/graphOps';
import { deepCopy } from '../operations/elementwise';
import { functionCall } from '../operations/control';
import { Trace, type GraphTensor, type TensorType } from '../graph/trace';
import { feed, type GivenToSteps, type TrainingCall } from '../calls/trainingCall';
import { handleOf } from '../graph/variables';

/** Shapes are settled when machine code is made: those of one call. */
export interface FixedShapes {
  /** Steps that a call can take at the most. */
  readonly rows: number;
  /** Of the learning rates of a step: none where it is one number. */
  readonly rates: readonly number[];
  /** Of the measurements. */
  readonly columns: number;
}

/** Records the loop over the steps of a call inside a function. */
type RecordLoop = (
  ops: GraphOps,
  turns: GraphTensor,
  given: GivenToSteps,
) => {
  readonly measurements: GraphTensor;
  readonly taken: GraphTensor;
  readonly functions: readonly GraphFunction[];
};

/**
 * Records a call that takes steps as one function, which XLA compiles to machine code when it is first called
 * (the attribute `_XlaMustCompile`).
 */
export function recordMachineCode(
  ops: GraphOps,
  name: string,
  fixed: FixedShapes,
  record: RecordLoop,
): { readonly call: TrainingCall; readonly functions: readonly GraphFunction[] } {
  const scalar = { dtype: 'int32', shape: [] } as const;
  const rates = { dtype: 'float32', shape: [fixed.rows, ...fixed.rates] } as const;
  const loop = recordFunction(name, fixed, scalar, rates, record);
  const fed = {
    turns: feed(ops, `${name}_turns`, scalar),
    firstStep: feed(ops, `${name}_firstStep`, scalar),
    firstBatch: feed(ops, `${name}_firstBatch`, scalar),
    learningRates: feed(ops, `${name}_learningRates`, rates),
  };
  const values = [fed.turns, fed.firstStep, fed.firstBatch, fed.learningRates];
  const inputs = [
    ...values.map((value) => ops.apply(deepCopy, [value], value)),
    ...loop.trace.captures.map(({ variable }) => handleOf(ops, variable)),
  ];
  const outputs: readonly TensorType[] = loop.results.map(([, tensor]) => tensor);
  const attributes: Attributes = {
    Tin: { types: inputs.map(({ dtype }) => dtype) },
    Tout: { types: outputs.map(({ dtype }) => dtype) },
    f: { function: { name: loop.trace.name } },
    config: { string: '' },
    config_proto: { string: '' },
    executor_type: { string: '' },
    _XlaMustCompile: { bool: true },
  };
  const { outputs: results } = ops.trace.add(functionCall, inputs, attributes, outputs, { name });
  const [measurements, taken] = results;
  if (!measurements || !taken) throw new Error('a training call gives measurements');
  return { call: { ...fed, measurements, taken }, functions: [loop, ...loop.called] };
}

function recordFunction(
  name: string,
  { rows, columns }: FixedShapes,
  scalar: TensorType,
  rates: TensorType,
  record: RecordLoop,
): GraphFunction & { readonly called: readonly GraphFunction[] } {
  const trace = new Trace(`${name}_steps`, 'closed');
  const ops = new GraphOps(trace);
  const turns = trace.argument('turns', scalar);
  const given = {
    firstStep: trace.argument('firstStep', scalar),
    firstBatch: trace.argument('firstBatch', scalar),
    learningRates: trace.argument('learningRates', rates),
  };
  const steps = record(ops, turns, given);
  return {
    trace,
    results: [
      ['measurements', { ...steps.measurements, shape: [rows, columns] }],
      ['taken', steps.taken],
    ],
    effects: [steps.measurements.node],
    called: steps.functions,
  };
}
