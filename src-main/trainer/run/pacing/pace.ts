/** A call into the session lasts about this long, so that requests are answered soon. */
const callMilliseconds = 50;

/** How many pieces of work one call should do, by what they took in the call before. */
export class Pace {
  private pieceMilliseconds = Infinity;

  /** False before the first call, which takes longer than those to come: TensorFlow prepares the graph in it. */
  get isKnown(): boolean {
    return Number.isFinite(this.pieceMilliseconds);
  }

  /** At least one and no more than there are; one before the first call. */
  piecesOf(pieces: number): number {
    return Math.max(1, Math.min(Math.floor(callMilliseconds / this.pieceMilliseconds), pieces));
  }

  /** Takes down that a call has done so many pieces. */
  done(pieces: number, milliseconds: number): void {
    this.pieceMilliseconds = milliseconds / pieces;
  }
}
