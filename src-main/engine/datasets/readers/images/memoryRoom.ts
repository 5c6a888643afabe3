interface Waiting {
  readonly bytes: number;
  readonly begin: () => void;
}

/** Work that takes memory begins in the order in which it comes, as long as all of it together fits. */
export class MemoryRoom {
  private free: number;
  private readonly waiting: Waiting[] = [];

  constructor(private readonly bytes: number) {
    this.free = bytes;
  }

  /** @param bytes that the work takes; what takes more than there are works alone. */
  async with<Result>(bytes: number, work: () => Promise<Result>): Promise<Result> {
    const taken = Math.min(bytes, this.bytes);
    await new Promise<void>((begin) => {
      this.waiting.push({ bytes: taken, begin });
      this.admit();
    });
    try {
      return await work();
    } finally {
      this.free += taken;
      this.admit();
    }
  }

  private admit(): void {
    for (let [next] = this.waiting; next !== undefined && next.bytes <= this.free; [next] = this.waiting) {
      this.waiting.shift();
      this.free -= next.bytes;
      next.begin();
    }
  }
}
