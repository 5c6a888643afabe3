import { readObservation, type Observation } from '@shared/network/observation';
import { affordableLooks, mayBeHeldAgain, observationSteps } from '@shared/training/observation';
import { isParameter } from '../../checkpoints/checkpoint';
import { MomentKeeper } from '../../checkpoints/moments';
import type { StateTensor, TrainingSession } from '../../session/session';
import type { PreparedRun } from '../answers';
import { startClock, type Clock } from '../pacing/clock';

export interface ObservedRun {
  readonly prepared: PreparedRun;
  readonly runDirectory: string;
  readonly stepsPerEpoch: number;
  /** Weights of a group's run are set apart from the others' for each look that is not theirs, which would cost too much. */
  readonly isAlone: boolean;
}

/** Looks at a run's layers, and keeps its weights at those moments, where it is to be observed. */
export function observerOf(
  { prepared, runDirectory, stepsPerEpoch, isAlone }: ObservedRun,
  take: (observation: Observation) => void,
): Observer | null {
  const { session, network, training, observed } = prepared;
  if (observed === null) return null;
  const { epochs, batchSize } = training.config;
  const plan = { stepsPerEpoch, epochs, batchSize };
  const steps = observationSteps(plan, affordableLooks(network, plan, observed));
  const { parameterCount } = network.totals;
  const moments = new MomentKeeper(runDirectory, steps, 4 * parameterCount);
  return new Observer(session, steps, isAlone && mayBeHeldAgain(parameterCount), (observation) => {
    take(observation);
    if (isAlone) moments.keep(observation.step, () => session.readState(isParameter));
  });
}

/** Looks at a run's layers at the steps that are planned for it. */
export class Observer {
  /** Where the weights were noted. */
  private marked = -1;
  /** The weights before the first step, while they are to be looked at later. */
  private initial: readonly StateTensor[] | null = null;

  /**
   * @param session made with a probe
   * @param steps ascending
   * @param mayWait the first look may be taken after the first step, for which the session holds other weights
   */
  constructor(
    private readonly session: TrainingSession,
    private readonly steps: readonly number[],
    private readonly mayWait: boolean,
    private readonly take: (observation: Observation) => void,
  ) {}

  /**
   * Looks at the net as it is before its first step, or notes how it is: the first look takes longer than all others, and
   * a run by itself may take its first step and tell of it meanwhile.
   */
  begin(clock: Clock): void {
    if (clock.step === 0 && this.mayWait) {
      // All of the state, as the first checkpoint has asked for it: TensorFlow prepares each other question anew.
      this.initial = this.session.readState().filter(({ name }) => isParameter(name));
      return;
    }
    this.mark(clock);
    if (clock.step === 0) this.observe(clock);
  }

  /** Looks at the net as it was before its first step, where that waits. */
  catchUp(): void {
    const { session, initial } = this;
    if (initial === null) return;
    this.initial = null;
    const present = session.readState(isParameter);
    try {
      session.writeState(initial);
      this.mark(startClock);
      this.observe(startClock);
    } finally {
      session.writeState(present);
    }
  }

  /**
   * Makes ready for the next steps.
   * @returns how many may be taken before {@link after} is to be called: the step before an observation is taken alone,
   *   so that it can be told what it changed
   */
  before(clock: Clock): number {
    const next = this.steps.find((step) => step > clock.step);
    if (next === undefined) return Infinity;
    if (next > clock.step + 1) return next - 1 - clock.step;
    // Those that wait are marked when they are looked at.
    if (this.initial === null) this.mark(clock);
    return 1;
  }

  after(clock: Clock): void {
    this.catchUp();
    if (this.steps.includes(clock.step)) this.observe(clock);
  }

  private mark({ step }: Pick<Clock, 'step'>): void {
    this.session.markWeights();
    this.marked = step;
  }

  private observe({ step, epoch }: Clock): void {
    const { places, values } = this.session.observe();
    this.take(readObservation(places, values, { step, epoch, sawStep: this.marked === step - 1 }));
  }
}
