import { readObservation, type Observation } from '@shared/network/observation';
import type { TrainingSession } from '../../session/session';
import type { Clock } from '../pacing/clock';

/** Looks at a run's layers at the steps that are planned for it. */
export class Observer {
  /** Where the weights were noted. */
  private marked = -1;

  /**
   * @param session made with a probe
   * @param steps ascending
   */
  constructor(
    private readonly session: TrainingSession,
    private readonly steps: readonly number[],
    private readonly take: (observation: Observation) => void,
  ) {}

  /** Looks at the net as it is before its first step. */
  begin(clock: Clock): void {
    this.mark(clock);
    if (clock.step === 0) this.observe(clock);
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
    this.mark(clock);
    return 1;
  }

  after(clock: Clock): void {
    if (this.steps.includes(clock.step)) this.observe(clock);
  }

  private mark({ step }: Clock): void {
    this.session.markWeights();
    this.marked = step;
  }

  private observe({ step, epoch }: Clock): void {
    const { places, values } = this.session.observe();
    this.take(readObservation(places, values, { step, epoch, sawStep: this.marked === step - 1 }));
  }
}
