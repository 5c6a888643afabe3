import type { LayerId } from '@shared/ids';
import { sizeOf } from '@shared/ops/shape';
import type { Split } from '@shared/runs/run';
import { isFiniteStep } from '../../run/measuring/divergence';
import { computingWith } from '../../session/computing';
import type { CreateGroup, GroupSteps, TrainingGroup } from '../../session/group';
import { requireNative } from '../../session/native';
import {
  evaluationBatch,
  type ObservedFigures,
  type SessionRequest,
  type StateTensor,
  type StepResult,
} from '../../session/session';
import { requireFit } from '../compiledSession';
import { NativeSession, type Feed } from '../nativeSession';
import { asFloats, feedScalar, resultOf } from '../calls/stepCalls';
import type { GraphTensor } from '../graph/trace';
import type { StepsCall } from '../calls/training';
import { recordGroup, type GroupGraph } from './groupGraph';

const predictionBatch = 1024;

/** {@link TrainingGroup} as one TensorFlow graph with an axis over the runs. */
class CompiledGroup implements TrainingGroup {
  readonly layout: TrainingGroup['layout'];
  readonly computing: TrainingGroup['computing'];
  readonly runs: number;
  private readonly graph: GroupGraph;
  private readonly native: NativeSession;
  private readonly inputShape: readonly number[];
  private readonly splits: SessionRequest['data']['splits'];
  private readonly orders: Int32Array;
  private readonly probe: Int32Array;
  private ordersChanged = true;

  constructor(
    requests: readonly SessionRequest[],
    private readonly sharesRates: boolean,
  ) {
    const [request] = requests;
    if (request === undefined) throw new Error('there is no run');
    this.graph = recordGroup(requests, sharesRates);
    this.runs = requests.length;
    this.inputShape = request.data.inputShape;
    this.splits = request.data.splits;
    this.probe = request.probe ?? new Int32Array();
    this.layout = this.graph.state.map(({ name, shape }) => ({ name, shape }));
    this.computing = computingWith(requireNative().kernels, 1);
    const { training } = this.splits;
    this.orders = new Int32Array(this.runs * training.length);
    for (let run = 0; run < this.runs; run++) this.orders.set(training, run * training.length);
    this.native = new NativeSession(this.graph.main, this.graph.functions);
    try {
      this.initialize(request);
      // Whatever XLA has to compile it compiles now.
      const { call } = this.graph.train;
      if (call.turns !== null) this.call(call, 0, 0, []);
    } catch (error) {
      this.native.dispose();
      throw error;
    }
  }

  setEpochOrder(run: number, order: Int32Array): void {
    this.orders.set(order, run * this.splits.training.length);
    this.ordersChanged = true;
  }

  run({ firstBatch, firstStep, learningRates }: GroupSteps): readonly StepResult[] {
    this.writeOrders();
    const { call, columns } = this.graph.train;
    const steps = learningRates[0]?.length ?? 0;
    const tables: Float32Array[][] = [];
    for (let done = 0; done < steps;) {
      const count = Math.min(steps - done, call.mostSteps);
      const rates = learningRates.map((own) => own.subarray(done, done + count));
      tables.push(
        this.splitRows(this.call(call, firstBatch + done, firstStep + done, rates), columns.length),
      );
      done += count;
    }
    return Array.from({ length: this.runs }, (_, run) => {
      const own = tables.flatMap((table) => table[run] ?? []);
      return untilNotFinite(resultOf(own, columns), steps);
    });
  }

  /** @returns the rows of the steps taken */
  private call(
    { turns, mostSteps, ...call }: StepsCall,
    firstBatch: number,
    firstStep: number,
    learningRates: readonly Float32Array[],
  ): Float32Array {
    const steps = learningRates[0]?.length ?? 0;
    const [measurements] = this.native.run(
      [
        ...(turns === null ? [] : [feedScalar(turns, steps)]),
        feedScalar(call.firstBatch, firstBatch),
        feedScalar(call.firstStep, firstStep),
        this.rates(call.learningRates, turns === null ? steps : mostSteps, learningRates),
      ],
      [call.measurements],
    );
    return asFloats(measurements).subarray(0, steps * this.runs * this.graph.train.columns.length);
  }

  evaluateAll(split: Split, firstBatch: number, count: number): readonly Float32Array[] {
    const [table] = this.native.run(this.batchesOf(split, firstBatch, count), [this.graph.evaluateAll]);
    const sums = asFloats(table);
    return this.splitRows(sums, sums.length / this.runs / count);
  }

  evaluateOne(run: number, split: Split, firstBatch: number, count: number): Float32Array {
    const feeds = [this.one(run), ...this.batchesOf(split, firstBatch, count)];
    const [table] = this.native.run(feeds, [this.graph.evaluateOne]);
    return asFloats(table);
  }

  predictExamples(run: number, indices: Int32Array): Float32Array {
    const { indices: placeholder, output } = this.graph.predictExamples;
    return this.predict(run, indices.length, output, (begin, end) => ({
      placeholder,
      shape: [end - begin],
      values: indices.subarray(begin, end),
    }));
  }

  layerOutputs(run: number, inputs: Float32Array, examples: number): Readonly<Record<LayerId, Float32Array>> {
    const { activations, inputs: placeholder } = this.graph.predictInputs;
    const shape = [examples, ...this.inputShape];
    // Without scaling the first layer's output is what is fed, which TensorFlow does not give back.
    const computed = [...activations.values()].filter((activation) => activation !== placeholder);
    const values = this.native.run([this.one(run), { placeholder, shape, values: inputs }], computed);
    return Object.fromEntries(
      [...activations].map(([id, activation]) => {
        const place = computed.indexOf(activation);
        return [id, place < 0 ? inputs.slice() : asFloats(values[place])];
      }),
    );
  }

  markAll(): void {
    if (this.graph.observe !== null) this.native.run([], [this.graph.observe.mark]);
  }

  observeAll(): readonly ObservedFigures[] {
    const { observe } = this.graph;
    if (observe === null) throw new Error('the group has no probe');
    const { indices: placeholder, figures, places } = observe;
    const feeds = [{ placeholder, shape: [this.probe.length], values: this.probe }];
    const [values] = this.native.run(feeds, [figures]);
    const numbers = asFloats(values);
    return this.splitRows(numbers, numbers.length / this.runs).map((own) => ({ places, values: own }));
  }

  predictInputs(run: number, inputs: Float32Array, examples: number): Float32Array {
    const { inputs: placeholder, output } = this.graph.predictInputs;
    const size = sizeOf(this.inputShape);
    return this.predict(run, examples, output, (begin, end) => ({
      placeholder,
      shape: [end - begin, ...this.inputShape],
      values: inputs.subarray(begin * size, end * size),
    }));
  }

  readStates(): readonly (readonly StateTensor[])[] {
    const { state } = this.graph;
    const values = this.native.run(
      [],
      state.map(({ read }) => read),
    );
    return Array.from({ length: this.runs }, (_, run) =>
      state.map(({ name, shape }, place) => {
        const size = sizeOf(shape);
        return { name, shape, values: asFloats(values[place]).slice(run * size, (run + 1) * size) };
      }),
    );
  }

  writeState(run: number, tensors: readonly StateTensor[]): void {
    if (tensors.length === 0) return;
    const writes = tensors.map((tensor) => ({ tensor, to: requireFit(this.graph.state, tensor).write }));
    this.native.run(
      [
        this.one(run),
        ...writes.map(({ tensor: { shape, values }, to }) => ({
          placeholder: to.placeholder,
          shape,
          values,
        })),
      ],
      writes.map(({ to }) => to.done),
    );
  }

  dispose(): void {
    this.native.dispose();
  }

  private initialize({ data }: SessionRequest): void {
    const { initialize, inputs, targets } = this.graph;
    this.native.run([], [initialize]);
    const targetShape = [data.examples, ...targets.placeholder.shape.slice(1).map(Number)];
    this.native.run(
      [
        { placeholder: inputs.placeholder, shape: [data.examples, ...data.inputShape], values: data.inputs },
        { placeholder: targets.placeholder, shape: targetShape, values: data.targets },
      ],
      [inputs.done, targets.done],
    );
    this.writeOrders();
  }

  private writeOrders(): void {
    if (!this.ordersChanged) return;
    const { placeholder, done } = this.graph.order;
    const shape = [this.runs, this.splits.training.length];
    this.native.run([{ placeholder, shape, values: this.orders }], [done]);
    this.ordersChanged = false;
  }

  /** @param rows that are fed, of which the first are needed */
  private rates(placeholder: GraphTensor, rows: number, learningRates: readonly Float32Array[]): Feed {
    const width = this.sharesRates ? 1 : this.runs;
    const values = new Float32Array(rows * width);
    for (let run = 0; run < width; run++) {
      learningRates[run]?.forEach((rate, step) => (values[step * width + run] = rate));
    }
    return { placeholder, shape: this.sharesRates ? [rows] : [rows, width], values };
  }

  private one(run: number): Feed {
    return feedScalar(this.graph.run, run);
  }

  private batchesOf(split: Split, firstBatch: number, count: number): Feed[] {
    const begin = firstBatch * evaluationBatch;
    const examples = this.splits[split].subarray(begin, begin + count * evaluationBatch);
    return [
      { placeholder: this.graph.indices, shape: [examples.length], values: examples },
      feedScalar(this.graph.batches, Math.ceil(examples.length / evaluationBatch)),
    ];
  }

  /** A table [rows, runs × width] as one [rows, width] for each run. */
  private splitRows(table: Float32Array, width: number): Float32Array[] {
    const rows = table.length / (this.runs * width);
    return Array.from({ length: this.runs }, (_, run) => {
      const own = new Float32Array(rows * width);
      for (let row = 0; row < rows; row++) {
        const begin = (row * this.runs + run) * width;
        own.set(table.subarray(begin, begin + width), row * width);
      }
      return own;
    });
  }

  private predict(
    run: number,
    examples: number,
    output: GraphTensor,
    feed: (begin: number, end: number) => Feed,
  ): Float32Array {
    const size = sizeOf(output.shape.slice(1).map(Number));
    const outputs = new Float32Array(examples * size);
    for (let begin = 0; begin < examples; begin += predictionBatch) {
      const end = Math.min(begin + predictionBatch, examples);
      const [values] = this.native.run([this.one(run), feed(begin, end)], [output]);
      outputs.set(asFloats(values), begin * size);
    }
    return outputs;
  }
}

/** The steps of a run that diverges end with the one that was not finite: the rest only kept the others company. */
function untilNotFinite(result: StepResult, steps: number): StepResult {
  if (isFiniteStep(result)) return result;
  const { loss, penalty, gradientNorm, metrics } = result;
  let last = 0;
  while (last < steps && [loss, penalty, gradientNorm].every((values) => Number.isFinite(values[last])))
    last++;
  const cut = (values: Float32Array) => values.slice(0, last + 1);
  return {
    loss: cut(loss),
    penalty: cut(penalty),
    gradientNorm: cut(gradientNorm),
    metrics: Object.fromEntries(Object.entries(metrics).map(([kind, values]) => [kind, cut(values)])),
  };
}

/** Runs that are trained as one TensorFlow graph. @throws Error where they cannot be */
export const createCompiledGroup: CreateGroup = (requests, sharesRates) =>
  new CompiledGroup(requests, sharesRates);
