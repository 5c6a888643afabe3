import { AppError } from '@shared/errors';
import type { LayerId, RunId } from '@shared/ids';
import type { RunMoment } from '@shared/pictures/runMoment';
import { engine } from '../../../shared/engine/client';
import { quietly } from './asking';

/** Moments that are asked for ahead of a slider that moves. */
const askedAhead = 2;
/** Others that are asked for at once: one is drawn while the one before is on its way. */
const drawnAtOnce = 2;

/** The kept moments of one run, drawn for one layer's units or for none's. Each is asked for once. */
export class KeptMoments {
  /** Ascending. */
  private steps: readonly number[] = [];
  private readonly asked = new Map<number, Promise<RunMoment>>();
  /** Those that could not be drawn, or not yet: whoever comes to them asks again. */
  private readonly failed = new Set<number>();
  private isDrawing = false;

  constructor(
    readonly runId: RunId,
    private readonly layer: LayerId | null,
  ) {}

  /** The latest that was kept up to a step. @throws AppError `notFound` where none was */
  async upTo(step: number): Promise<number> {
    if (!this.steps.includes(step)) await this.find();
    const kept = this.steps.findLast((each) => each <= step);
    if (kept !== undefined) return kept;
    throw new AppError('notFound', `The run’s weights up to step ${step} were not kept.`, {
      remedy: 'Choose another moment, or the end.',
    });
  }

  /** Asks which were kept. */
  async find(): Promise<void> {
    this.steps = await engine.runs.moments({ runId: this.runId });
  }

  /**
   * What was so after a kept step. Those that come next are asked for as well, so that they are drawn while this one is
   * shown.
   * @param way to the next: 1 towards the end, -1 towards the beginning
   */
  passing(step: number, way: 1 | -1): Promise<RunMoment> {
    const moment = this.after(step);
    const place = this.steps.indexOf(step);
    for (let ahead = 1; ahead <= askedAhead; ahead++) {
      const next = this.steps[place + way * ahead];
      // Whoever comes to it hears of what it could not be drawn for.
      if (next !== undefined) this.after(next).catch(() => undefined);
    }
    return moment;
  }

  /**
   * Has the others drawn, from a step outward, for a slider that will be moved.
   * @param around looked at before each: the step by then; null ends it
   */
  async drawOthers(around: () => number | null): Promise<void> {
    if (this.isDrawing) return;
    this.isDrawing = true;
    const draw = async () => {
      for (let step = this.nextTo(around()); step !== undefined; step = this.nextTo(around()))
        await this.drawAhead(step);
    };
    try {
      await Promise.all(Array.from({ length: drawnAtOnce }, draw));
    } finally {
      this.isDrawing = false;
    }
  }

  private async drawAhead(step: number): Promise<void> {
    await quietly(async () => {
      try {
        await this.after(step);
      } catch (thrown) {
        this.failed.add(step);
        throw thrown;
      }
    });
  }

  private after(step: number): Promise<RunMoment> {
    const before = this.asked.get(step);
    if (before !== undefined) return before;
    const moment = engine.runs.moment({ runId: this.runId, step, layer: this.layer });
    this.asked.set(step, moment);
    moment.catch(() => this.asked.delete(step));
    return moment;
  }

  /** The nearest that nobody has asked for yet. */
  private nextTo(around: number | null): number | undefined {
    if (around === null) return undefined;
    const place = this.steps.findLastIndex((step) => step <= around);
    const open = this.steps.flatMap((step, each) =>
      this.asked.has(step) || this.failed.has(step) ? [] : [{ step, away: Math.abs(each - place) }],
    );
    return open.sort((a, b) => a.away - b.away)[0]?.step;
  }
}
