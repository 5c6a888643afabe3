import type { FigurePlace } from '@shared/network/observation/figures';
import { sizeOf } from '@shared/ops/shape';
import { mayBeHeldAgain } from '@shared/training/observation';
import type { ObservedFigures, SessionRequest, StateTensor } from '../../session/session';
import { recordApart } from '../calls/apart';
import { recordObservation, type ObservedNet } from '../calls/observation';
import { asFloats } from '../calls/stepCalls';
import { feed } from '../calls/trainingCall';
import { Trace, type GraphTensor } from '../graph/trace';
import { NativeSession } from '../nativeSession';
import { GraphOps } from '../ops/graphOps';
import { split } from '../operations/shaping';
import { planVariables, type WeightBlock } from '../sessionVariables';
import { scale, Weights } from '../step/forwardPass';
import type { Looks } from './looks';

type LookedAt = Pick<SessionRequest, 'network' | 'training' | 'data'>;

/** Whether a net's weights and its probe are few enough to be held in a session of their own. */
export function mayHaveOwnSession({ network, data }: LookedAt, probe: Int32Array): boolean {
  return mayBeHeldAgain(network.totals.parameterCount + probe.length * sizeOf(data.inputShape));
}

/** The probe's examples, one behind another, as they are stored. */
interface Probe {
  readonly examples: number;
  readonly inputs: Float32Array;
  readonly targets: Float32Array | Int32Array;
}

/** A session that is handed all weights side by side, then all as they were, and gives what is told of them. */
interface LookSession {
  readonly native: NativeSession;
  readonly given: GraphTensor;
  readonly figures: GraphTensor;
  readonly places: readonly FigurePlace[];
}

/**
 * Looks at a net in a session of its own, to which its weights are handed. For each call of a session TensorFlow goes through
 * all that the session can be asked for: so a run's other calls are prepared as if it were not observed. And a graph of three
 * nodes is left as it is (`min_graph_nodes` in rewriter_config.proto).
 */
export class LooksInOwnSession implements Looks {
  private readonly request: LookedAt;
  private readonly probe: Probe;
  private readonly weights: readonly WeightBlock[];
  private readonly names: ReadonlySet<string>;
  /** All weights as they are, then all as they were. */
  private readonly values: Float32Array;
  private session: LookSession | null = null;

  /** @param read the net's weights, by their names */
  constructor(
    { network, training, data }: LookedAt,
    probe: Int32Array,
    private readonly read: (names: ReadonlySet<string>) => readonly StateTensor[],
  ) {
    this.probe = probeOf(data, probe);
    // Not all examples: those live in the session that trains.
    const { inputs, targets } = this.probe;
    this.request = { network, training, data: { ...data, inputs, targets } };
    this.weights = planVariables(this.request).weights;
    this.names = new Set(this.weights.map(({ variable }) => variable.name));
    this.values = new Float32Array(2 * sum(sizesOf(this.weights)));
  }

  mark(): void {
    this.take(this.values.length / 2);
  }

  observe(): ObservedFigures {
    this.take(0);
    this.session ??= makeSession(this.request, this.weights, this.probe);
    const { native, given, figures, places } = this.session;
    const { values } = this;
    const [numbers] = native.run([{ placeholder: given, shape: [values.length], values }], [figures]);
    return { places, values: asFloats(numbers) };
  }

  dispose(): void {
    this.session?.native.dispose();
    this.session = null;
  }

  /** Takes the weights as they are, from there on. */
  private take(begin: number): void {
    for (const { values } of this.read(this.names)) {
      this.values.set(values, begin);
      begin += values.length;
    }
  }
}

function probeOf(
  { inputs, targets, inputShape, targetSize }: SessionRequest['data'],
  indices: Int32Array,
): Probe {
  const take = <V extends Float32Array | Int32Array>(rows: V, from: ArrayLike<number>, size: number): V => {
    indices.forEach((example, place) => {
      for (let at = 0; at < size; at++) rows[place * size + at] = from[example * size + at] ?? NaN;
    });
    return rows;
  };
  const examples = indices.length;
  const size = sizeOf(inputShape);
  return {
    examples,
    inputs: take(new Float32Array(examples * size), inputs, size),
    targets:
      targets instanceof Int32Array
        ? take(new Int32Array(examples), targets, 1)
        : take(new Float32Array(examples * targetSize), targets, targetSize),
  };
}

const sizesOf = (weights: readonly WeightBlock[]) =>
  weights.map(({ variable }) => sizeOf(variable.shape.map(Number)));

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0);

function makeSession(request: LookedAt, weights: readonly WeightBlock[], probe: Probe): LookSession {
  const main = new GraphOps(new Trace('main'));
  const given = feed(main, 'weights', { dtype: 'float32', shape: [2 * sum(sizesOf(weights))] });
  let places: readonly FigurePlace[] = [];
  const { result: figures, function: pass } = recordApart(main, 'observe', [given], (ops, [values]) => {
    if (values === undefined) throw new Error('a look needs the weights');
    const observed = recordObservation(
      ops,
      request,
      netFrom(ops, request, weights, values, probe),
      probe.examples,
    );
    places = observed.places;
    return observed.figures;
  });
  return { native: new NativeSession(main.trace, [pass]), given, figures, places };
}

/** @param values all weights side by side, then all as they were */
function netFrom(
  ops: GraphOps,
  { data }: LookedAt,
  weights: readonly WeightBlock[],
  values: GraphTensor,
  { examples, inputs, targets }: Probe,
): ObservedNet {
  ops.setContext({ batchSize: ops.integer(examples) });
  const pieces = cut(ops, values, [...weights, ...weights]);
  const pieceOf = (block: WeightBlock, from: number): GraphTensor => {
    const piece = pieces[from + weights.indexOf(block)];
    if (piece === undefined) throw new Error(`${block.variable.name} was not handed over`);
    return piece;
  };
  return {
    weights: new Weights(ops, { weights }, (block) => pieceOf(block, 0)),
    before: (block) => pieceOf(block, weights.length),
    input: scale(ops, ofBatch(ops.constant(inputs, [examples, ...data.inputShape])), data.scaling),
    target: ofBatch(
      targets instanceof Int32Array
        ? ops.integers([...targets])
        : ops.constant(targets, [examples, data.targetSize]),
    ),
  };
}

/** Weights that lie side by side, each by itself. */
function cut(ops: GraphOps, values: GraphTensor, weights: readonly WeightBlock[]): readonly GraphTensor[] {
  if (weights.length === 0) return [];
  const sizes = sizesOf(weights);
  const { outputs } = ops.trace.add(
    split,
    [values, ops.integers(sizes), ops.integer(0)],
    { T: { type: 'float32' }, Tlen: { type: 'int32' }, num_split: { int: sizes.length } },
    sizes.map((size) => ({ dtype: 'float32', shape: [size] })),
  );
  return outputs.map((output, place) =>
    ops.reshape(output, (weights[place]?.variable.shape ?? []).map(Number)),
  );
}

/** The algebra knows the axis of a batch by its having no size. */
function ofBatch(tensor: GraphTensor): GraphTensor {
  return { ...tensor, shape: [null, ...tensor.shape.slice(1)] };
}
