import type { Experiment } from '@shared/experiment/experiment';
import type { RunId } from '@shared/ids';
import type {
  FromTrainer,
  MemberJob,
  RunMessage,
  TrainerAnswer,
  TrainerRequest,
  TrainJob,
} from '../../trainer/protocol';
import type { Seat } from './seat';
import type { TrainerExit, TrainerProcess } from './trainers/trainerProcess';

/** One trainer that trains several runs as one; each has its seat in it. */
export class GroupTrainer {
  private readonly members: MemberJob[] = [];
  private seats = 0;

  /**
   * @param experiments of all runs that the group began with, by place
   * @param share of the machine that it takes
   */
  constructor(
    private readonly trainer: TrainerProcess,
    private readonly experiments: readonly Experiment[],
    readonly share: number,
  ) {}

  seat(runId: RunId, place: number): Seat {
    this.seats += 1;
    const release = () => this.release();
    return new MemberSeat(this.trainer, runId, (job) => this.members.push({ place, job }), release);
  }

  /** Lets those begin that have taken a seat. */
  start(): void {
    const { experiments, members } = this;
    if (members.length === 0) void this.trainer.release();
    else this.trainer.beginTogether({ experiments, members });
  }

  private async release(): Promise<void> {
    this.seats -= 1;
    if (this.seats === 0) await this.trainer.release();
  }
}

class MemberSeat implements Seat {
  readonly exited: Seat['exited'];
  private taken = true;
  private givenUp = false;
  private vacate: (exit: TrainerExit) => void = () => undefined;

  constructor(
    private readonly trainer: TrainerProcess,
    private readonly runId: RunId,
    readonly begin: (job: TrainJob) => void,
    private readonly leave: () => Promise<void>,
  ) {
    const vacated = new Promise<TrainerExit>((resolve) => (this.vacate = resolve));
    this.exited = Promise.race([trainer.exited, vacated]);
  }

  get facts(): Seat['facts'] {
    return this.trainer.facts;
  }

  send(message: RunMessage): void {
    this.trainer.send({ type: 'toRun', runId: this.runId, message });
  }

  onMessage(listener: (message: FromTrainer) => void): () => void {
    return this.trainer.onMessage((message) => {
      const isOwn = message.type === 'ofRun' && message.runId === this.runId;
      if (isOwn && !this.givenUp) listener(message.message);
    });
  }

  request(request: TrainerRequest): Promise<TrainerAnswer> {
    return this.trainer.request(request, this.runId);
  }

  /** The others go on. To the run the trainer is gone; when that hears again, it leaves the run out. */
  giveUp(): void {
    this.givenUp = true;
    this.send({ type: 'stop' });
    this.vacate({ code: null, signal: null, lastWords: '' });
  }

  kill(): void {
    this.trainer.kill();
  }

  async release(): Promise<void> {
    if (!this.taken) return;
    this.taken = false;
    await this.leave();
  }
}
