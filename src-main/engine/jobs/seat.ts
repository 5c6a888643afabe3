import type {
  FromTrainer,
  RunMessage,
  TrainerAnswer,
  TrainerRequest,
  TrainJob,
} from '../../trainer/protocol';
import type { TrainerExit, TrainerFacts } from './trainers/trainerProcess';

/** A trainer as one run has it: by itself, or as one of several that it trains together. */
export interface Seat {
  /** What the trainer said of itself; null before it has. */
  readonly facts: TrainerFacts | null;
  /** Resolves when the trainer is gone and all that it had sent has been heard. */
  readonly exited: Promise<TrainerExit>;
  begin(job: TrainJob): void;
  send(message: RunMessage): void;
  /** @returns what takes the listener away again. */
  onMessage(listener: (message: FromTrainer) => void): () => void;
  request(request: TrainerRequest): Promise<TrainerAnswer>;
  /** Ends at once the work of a trainer that hears nothing. */
  giveUp(): void;
  kill(): void;
  /** The run needs it no more. */
  release(): Promise<void>;
}
