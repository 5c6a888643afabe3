import { AppError } from '@shared/errors';
import type { LayerId } from '@shared/ids';
import type { Split } from '@shared/runs/run';
import {
  evaluationBatch,
  type CreateSession,
  type ObservedFigures,
  type SessionRequest,
  type StateTensor,
  type StepRequest,
  type StepResult,
  type TrainingSession,
} from '../session/session';
import { sizeOf } from '@shared/ops/shape';
import { computingWith } from '../session/computing';
import { requireNative } from '../session/native';
import { partCount } from './step/parts';
import { looksInTraining } from './observing/inTraining';
import { LooksInOwnSession, mayHaveOwnSession } from './observing/ownSession';
import type { Looks } from './observing/looks';
import { NativeSession, type Feed, type Values } from './nativeSession';
import { recordSession, type Assignment, type SessionGraph } from './sessionGraph';
import type { GraphTensor } from './graph/trace';
import { asFloats, compileCall, feedScalar, takeSteps } from './calls/stepCalls';

/** Examples that one prediction takes at a time: enough to keep the cores busy, few enough to stay small. */
const predictionBatch = 1024;

/** Values for a variable of the session. */
interface Write {
  readonly to: Assignment;
  readonly shape: readonly number[];
  readonly values: Values;
}

/** {@link TrainingSession} whose steps are one TensorFlow graph, run by TensorFlow alone. */
class CompiledSession implements TrainingSession {
  readonly layout: TrainingSession['layout'];
  readonly computing: TrainingSession['computing'];
  readonly blocks: NonNullable<TrainingSession['blocks']>;
  private readonly graph: SessionGraph;
  private readonly native: NativeSession;
  private readonly inputShape: readonly number[];
  private readonly splits: SessionRequest['data']['splits'];
  private readonly looks: Looks | null;

  constructor(request: SessionRequest) {
    const { probe, ...trained } = request;
    const isSeenApart = probe !== undefined && mayHaveOwnSession(request, probe);
    this.graph = recordSession(isSeenApart ? trained : request);
    // Not the request itself: its examples now live in the session.
    this.inputShape = request.data.inputShape;
    this.splits = request.data.splits;
    this.layout = this.graph.state.map(({ name, shape }) => ({ name, shape }));
    const { blocks } = this.graph;
    this.blocks = new Map(blocks.map(({ of }) => [of, blocks.filter((block) => block.of === of)]));
    this.computing = computingWith(requireNative().kernels, partCount(request));
    this.native = new NativeSession(this.graph.main, this.graph.functions);
    try {
      this.looks = isSeenApart
        ? new LooksInOwnSession(request, probe, (names) => this.readState((name) => names.has(name)))
        : looksInTraining(this.native, this.graph.observe, probe);
      this.initialize(request);
      compileCall(this.native, this.graph.train);
    } catch (error) {
      this.native.dispose();
      throw error;
    }
  }

  setEpochOrder(order: Int32Array): void {
    this.assign([{ to: this.graph.order, shape: [order.length], values: order }]);
  }

  run(request: StepRequest): StepResult {
    return takeSteps(this.native, this.graph.train, request);
  }

  evaluate(split: Split, firstBatch: number, count: number): Float32Array {
    const { indices, batches, sums } = this.graph.evaluate;
    const begin = firstBatch * evaluationBatch;
    const examples = this.splits[split].subarray(begin, begin + count * evaluationBatch);
    const [table] = this.native.run(
      [
        { placeholder: indices, shape: [examples.length], values: examples },
        feedScalar(batches, Math.ceil(examples.length / evaluationBatch)),
      ],
      [sums],
    );
    return asFloats(table);
  }

  predictExamples(indices: Int32Array): Float32Array {
    const { indices: placeholder, output } = this.graph.predictExamples;
    return this.predict(indices.length, output, (begin, end) => ({
      placeholder,
      shape: [end - begin],
      values: indices.subarray(begin, end),
    }));
  }

  predictInputs(inputs: Float32Array, examples: number): Float32Array {
    return this.predict(examples, this.graph.predictInputs.output, (begin, end) =>
      this.feedInputs(inputs, begin, end),
    );
  }

  layerOutputs(inputs: Float32Array, examples: number): Readonly<Record<LayerId, Float32Array>> {
    const { activations, inputs: fed } = this.graph.predictInputs;
    // Without scaling the first layer's output is what is fed, which TensorFlow does not give back.
    const computed = [...activations.values()].filter((activation) => activation !== fed);
    const values = this.native.run([this.feedInputs(inputs, 0, examples)], computed);
    return Object.fromEntries(
      [...activations].map(([id, activation]) => {
        const place = computed.indexOf(activation);
        return [id, place < 0 ? inputs.slice() : asFloats(values[place])];
      }),
    );
  }

  private feedInputs(inputs: Float32Array, begin: number, end: number): Feed {
    const size = sizeOf(this.inputShape);
    return {
      placeholder: this.graph.predictInputs.inputs,
      shape: [end - begin, ...this.inputShape],
      values: inputs.subarray(begin * size, end * size),
    };
  }

  markWeights(): void {
    this.looks?.mark();
  }

  observe(): ObservedFigures {
    if (this.looks === null) throw new Error('the session has no probe');
    return this.looks.observe();
  }

  readState(isWanted: (name: string) => boolean = () => true): readonly StateTensor[] {
    const wanted = this.graph.state.filter(({ name }) => isWanted(name));
    const values = this.native.run(
      [],
      wanted.map(({ read }) => read),
    );
    return wanted.map(({ name, shape }, place) => ({
      name,
      shape,
      values: asFloats(values[place]),
    }));
  }

  writeState(tensors: readonly StateTensor[]): void {
    const writes = tensors.map((tensor) => {
      const { write } = requireFit([...this.graph.state, ...this.graph.blocks], tensor);
      return { to: write, shape: tensor.shape, values: tensor.values };
    });
    this.assign(writes);
  }

  dispose(): void {
    this.looks?.dispose();
    this.native.dispose();
  }

  private initialize({ data }: SessionRequest): void {
    const { initialize, inputs, targets, order } = this.graph;
    this.native.run([], [initialize]);
    const targetShape = [data.examples, ...targets.placeholder.shape.slice(1).map(Number)];
    this.assign([
      { to: inputs, shape: [data.examples, ...data.inputShape], values: data.inputs },
      { to: targets, shape: targetShape, values: data.targets },
      { to: order, shape: [data.splits.training.length], values: data.splits.training },
    ]);
  }

  /** All in one call: TensorFlow prepares the graph anew for every set of tensors that is asked for. */
  private assign(writes: readonly Write[]): void {
    if (writes.length === 0) return;
    const feeds = writes.map(({ to, shape, values }) => ({ placeholder: to.placeholder, shape, values }));
    this.native.run(
      feeds,
      writes.map(({ to }) => to.done),
    );
  }

  private predict(
    examples: number,
    output: GraphTensor,
    feed: (begin: number, end: number) => Feed,
  ): Float32Array {
    const size = output.shape.slice(1).reduce<number>((product, each) => product * (each ?? 1), 1);
    const outputs = new Float32Array(examples * size);
    for (let begin = 0; begin < examples; begin += predictionBatch) {
      const end = Math.min(begin + predictionBatch, examples);
      const [values] = this.native.run([feed(begin, end)], [output]);
      outputs.set(asFloats(values), begin * size);
    }
    return outputs;
  }
}

/** The tensor of a state that another is to be written to. @throws AppError where there is none of its shape */
export function requireFit<Known extends Pick<StateTensor, 'name' | 'shape'>>(
  state: readonly Known[],
  { name, shape, values }: StateTensor,
): Known {
  const known = state.find((each) => each.name === name);
  if (known?.shape.join() === shape.join() && values.length === sizeOf(shape)) return known;
  const wanted = known ? `[${known.shape.join(', ')}]` : 'no such tensor';
  throw new AppError('badArgument', `${name} has shape [${shape.join(', ')}], the network has ${wanted}`, {
    where: name,
    remedy: 'Use a checkpoint of this very network and optimizer.',
  });
}

/** A {@link TrainingSession} compiled to TensorFlow. @throws AppError `nativeLibraryMissing` where there is none. */
export const createCompiledSession: CreateSession = (request) => new CompiledSession(request);
