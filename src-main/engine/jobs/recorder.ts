import { AppError } from '@shared/errors';

/** Milliseconds between two tries to write down what could not be. */
const retryInterval = 1000;

interface Entry {
  readonly work: () => void;
  readonly insist: boolean;
}

/**
 * Writes down what happens to a run, in its order. What finds the disk full is kept with all that comes after it, and
 * written when there is room again.
 */
export class Recorder {
  private readonly entries: Entry[] = [];
  private retrying: NodeJS.Timeout | undefined;
  private firstError: AppError | null = null;

  /** @param onError hears of each work that could not be done when it came */
  constructor(private readonly onError: (error: AppError) => void) {}

  /** Why the run could not be recorded, when that happened first. */
  get error(): AppError | null {
    return this.firstError;
  }

  get isBehind(): boolean {
    return this.entries.length > 0;
  }

  /**
   * @param work may be done again after it has thrown
   * @param insist keep it whatever it throws; else a work that fails for another reason than a full disk is dropped,
   *   since it would fail for ever
   */
  record(work: () => void, insist = false): void {
    const entry = { work, insist };
    if (this.isBehind) {
      this.entries.push(entry);
      return;
    }
    try {
      work();
    } catch (thrown) {
      const error = AppError.from(thrown);
      this.firstError ??= error;
      if (isWorthRetrying(entry, error)) this.keep(entry);
      this.onError(error);
    }
  }

  /** Tries once more, and forgets what then is left. */
  giveUp(): void {
    this.catchUp();
    this.entries.length = 0;
    clearInterval(this.retrying);
  }

  private keep(entry: Entry): void {
    this.entries.push(entry);
    clearInterval(this.retrying);
    this.retrying = setInterval(() => this.catchUp(), retryInterval);
    this.retrying.unref();
  }

  private catchUp(): void {
    for (let [entry] = this.entries; entry !== undefined; [entry] = this.entries) {
      try {
        entry.work();
      } catch (thrown) {
        if (isWorthRetrying(entry, AppError.from(thrown))) return;
      }
      this.entries.shift();
    }
    clearInterval(this.retrying);
  }
}

function isWorthRetrying({ insist }: Entry, { code }: AppError): boolean {
  return insist || code === 'diskFull';
}
