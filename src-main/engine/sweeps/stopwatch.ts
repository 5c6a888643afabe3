/** Milliseconds between two times that the seconds are written down: what a crash may lose of them. */
const interval = 5_000;

/** Counts the seconds in which a sweep is under way. */
export class Stopwatch {
  private last = performance.now();
  private readonly ticking: NodeJS.Timeout;

  constructor(private readonly add: (seconds: number) => void) {
    this.ticking = setInterval(() => this.tick(), interval);
    this.ticking.unref();
  }

  tick(): void {
    const now = performance.now();
    this.add((now - this.last) / 1000);
    this.last = now;
  }

  end(): void {
    clearInterval(this.ticking);
    this.tick();
  }
}
