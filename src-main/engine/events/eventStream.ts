/**
 * What one subscriber has not heard yet, kept in bounded room: a subclass folds what is published into the latest
 * state of things, so that a slow subscriber hears less often, not later and later.
 */
export abstract class EventStream<Event> {
  private wake: (() => void) | null = null;
  private closed = false;

  /** Takes out what is to be told now, in order. */
  protected abstract drain(): Event[];

  /** Says that there is something to drain. */
  protected changed(): void {
    this.wake?.();
  }

  /** No more will come; what is there is still told. */
  close(): void {
    this.closed = true;
    this.wake?.();
  }

  /**
   * The events until the stream is closed or the signal aborts.
   * @param ready awaited before each event: how the channel to the subscriber holds us back
   */
  async *events(signal: AbortSignal | undefined, ready: () => Promise<void>): AsyncGenerator<Event, void> {
    const stop = (): void => this.close();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      while (!signal?.aborted) {
        const ending = this.closed;
        for (const event of this.drain()) {
          yield event;
          await ready();
          if (signal?.aborted) return;
        }
        if (ending) return;
        await this.change();
      }
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Resolves at once where something has come while the last events were being told. */
  private async change(): Promise<void> {
    if (this.closed || this.hasNews()) return;
    await new Promise<void>((resolve) => (this.wake = resolve));
    this.wake = null;
  }

  protected abstract hasNews(): boolean;
}
