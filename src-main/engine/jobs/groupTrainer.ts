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
import type { TrainerProcess } from './trainerProcess';

/** One trainer that trains several runs as one; each has its seat in it. */
export class GroupTrainer {
  private readonly members: MemberJob[] = [];
  private seats = 0;

  /** @param experiments of all runs that the group began with, by place */
  constructor(
    private readonly trainer: TrainerProcess,
    private readonly experiments: readonly Experiment[],
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
    else this.trainer.send({ type: 'trainGroup', group: { experiments, members } });
  }

  private async release(): Promise<void> {
    this.seats -= 1;
    if (this.seats === 0) await this.trainer.release();
  }
}

class MemberSeat implements Seat {
  readonly exited: Seat['exited'];
  private taken = true;

  constructor(
    private readonly trainer: TrainerProcess,
    private readonly runId: RunId,
    readonly begin: (job: TrainJob) => void,
    private readonly leave: () => Promise<void>,
  ) {
    this.exited = trainer.exited;
  }

  get facts(): Seat['facts'] {
    return this.trainer.facts;
  }

  send(message: RunMessage): void {
    this.trainer.send({ type: 'toRun', runId: this.runId, message });
  }

  onMessage(listener: (message: FromTrainer) => void): () => void {
    return this.trainer.onMessage((message) => {
      if (message.type === 'ofRun' && message.runId === this.runId) listener(message.message);
    });
  }

  request(request: TrainerRequest): Promise<TrainerAnswer> {
    return this.trainer.request(request, this.runId);
  }

  /** The others go on: the run's own wish is heard when the trainer hears again. */
  giveUp(): void {
    this.send({ type: 'stop' });
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
