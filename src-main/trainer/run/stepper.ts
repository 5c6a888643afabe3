import type { StepRequest, StepResult, TrainingSession } from '../session/session';

/** How a run takes its steps: by itself, or together with others. */
export interface Stepper {
  /** Other runs that are trained with it. */
  readonly companions: number;
  /** @returns what the steps gave, which may be fewer than were asked for */
  step(request: StepRequest): StepResult | Promise<StepResult>;
  /** The run asks for no steps until it goes on. */
  rest(): void;
  goOn(): void;
}

/** A run that waits for nobody. */
export function byItself(session: TrainingSession): Stepper {
  return {
    companions: 0,
    step: (request) => session.run(request),
    rest: () => undefined,
    goOn: () => undefined,
  };
}
