import { isFiniteStep } from '../../run/measuring/divergence';
import type { StepRequest, StepResult } from '../../session/session';
import type { Feed, NativeSession, Values } from '../nativeSession';
import type { StepsCall } from './training';
import type { GraphTensor } from '../graph/trace';

/** The call of a session that takes its steps, and what each step's row of measurements holds. */
export interface StepCalls {
  /** Null where it is not trained. */
  readonly call: StepsCall | null;
  readonly columns: readonly string[];
}

/** Takes consecutive steps of one epoch, until they are all taken or one is not finite. */
export function takeSteps(
  native: NativeSession,
  { call, columns }: StepCalls,
  { firstBatch, firstStep, learningRates }: StepRequest,
): StepResult {
  if (call === null) throw new Error('the session takes no steps');
  const tables: Float32Array[] = [];
  for (let done = 0; done < learningRates.length;) {
    const steps = Math.min(learningRates.length - done, call.mostSteps);
    const rates = learningRates.subarray(done, done + steps);
    const table = runCall(native, call, columns.length, firstBatch + done, firstStep + done, rates);
    tables.push(table);
    done += steps;
    if (table.length < steps * columns.length || !isFiniteStep(resultOf([table], columns))) break;
  }
  return resultOf(tables, columns);
}

/** Calls it without a step to take: whatever XLA has to compile it compiles now. @throws Error where it cannot */
export function compileCall(native: NativeSession, { call, columns }: StepCalls): void {
  if (call?.turns) runCall(native, call, columns.length, 0, 0, new Float32Array());
}

/** @returns the rows of the steps taken */
function runCall(
  native: NativeSession,
  { mostSteps, turns, ...call }: StepsCall,
  columns: number,
  firstBatch: number,
  firstStep: number,
  learningRates: Float32Array,
): Float32Array {
  const rates = turns === null ? learningRates : new Float32Array(mostSteps);
  if (turns !== null) rates.set(learningRates);
  const [measurements, [taken = 0] = []] = native.run(
    [
      ...(turns === null ? [] : [feedScalar(turns, learningRates.length)]),
      feedScalar(call.firstBatch, firstBatch),
      feedScalar(call.firstStep, firstStep),
      { placeholder: call.learningRates, shape: [rates.length], values: rates },
    ],
    [call.measurements, call.taken],
  );
  return asFloats(measurements).subarray(0, taken * columns);
}

/** Rows of measurements, table behind table, by column. */
export function resultOf(tables: readonly Float32Array[], columns: readonly string[]): StepResult {
  const rows = tables.reduce((sum, table) => sum + table.length / columns.length, 0);
  const values = columns.map(() => new Float32Array(rows));
  let row = 0;
  for (const table of tables) {
    for (let at = 0; at < table.length; at += columns.length, row++) {
      values.forEach((column, place) => (column[row] = table[at + place] ?? NaN));
    }
  }
  const { loss, penalty, gradientNorm, ...metrics } = Object.fromEntries(
    columns.map((name, place) => [name, values[place] ?? new Float32Array()]),
  );
  if (!loss || !penalty || !gradientNorm) throw new Error('a step measures its loss, penalty and gradient');
  return { loss, penalty, gradientNorm, metrics };
}

/** An int32 scalar for a placeholder. */
export function feedScalar(placeholder: GraphTensor, value: number): Feed {
  return { placeholder, shape: [], values: Int32Array.of(value) };
}

export function asFloats(values: Values | undefined): Float32Array {
  if (!(values instanceof Float32Array)) throw new Error('TensorFlow gave something else than float32');
  return values;
}
