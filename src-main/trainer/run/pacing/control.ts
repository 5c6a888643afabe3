import {
  closeInterval,
  type TellingIntervals,
  type TrainerAnswer,
  type TrainerRequest,
} from '../../protocol';

/** An answer, or one that takes its time. */
export type Answered = TrainerAnswer | Promise<TrainerAnswer>;

/** What has been asked of a run from outside; the training loop looks at it between slices. */
export class Control {
  wanted: 'running' | 'paused' | 'stopped' = 'running';
  intervals: TellingIntervals = { metricsEvery: closeInterval, picturesEvery: 0 };
  private readonly requests: {
    request: TrainerRequest;
    answer: (answer: Answered) => void;
    fail: (thrown: unknown) => void;
  }[] = [];
  private wake: (() => void) | null = null;

  ask(request: TrainerRequest): Promise<TrainerAnswer> {
    return new Promise((answer, fail) => {
      this.requests.push({ request, answer, fail });
      this.wake?.();
    });
  }

  want(state: Control['wanted']): void {
    // A stop is final: what comes after it belongs to another run.
    if (this.wanted !== 'stopped') this.wanted = state;
    this.wake?.();
  }

  /** Answers everything asked since the last call. */
  answerRequests(answer: (request: TrainerRequest) => Answered): void {
    for (const asked of this.requests.splice(0)) {
      try {
        asked.answer(answer(asked.request));
      } catch (thrown) {
        asked.fail(thrown);
      }
    }
  }

  /** Resolves when something new has been wanted or asked. */
  async change(): Promise<void> {
    if (this.requests.length > 0) return;
    await new Promise<void>((resolve) => (this.wake = resolve));
    this.wake = null;
  }
}
