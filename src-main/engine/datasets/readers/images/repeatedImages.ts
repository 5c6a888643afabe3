import { hash } from 'node:crypto';

interface Seen {
  readonly file: string;
  readonly label: number;
  readonly split: string;
}

const mostNamed = 3;

/** Tells files of the same bytes that stand in two classes, or in two splits that are to be kept apart. */
export class RepeatedImages {
  private readonly seen = new Map<string, Seen>();
  private readonly inTwoClasses: string[] = [];
  private readonly inTwoSplits: string[] = [];

  static digestOf(file: Buffer): string {
    return hash('sha256', file, 'base64');
  }

  add(digest: string, image: Seen): void {
    const before = this.seen.get(digest);
    if (before === undefined) {
      this.seen.set(digest, image);
      return;
    }
    const both = `${before.file} and ${image.file}`;
    if (before.label !== image.label) this.inTwoClasses.push(both);
    if (before.split !== image.split) this.inTwoSplits.push(both);
  }

  remarks(): string[] {
    return [
      ...remarkOn(this.inTwoClasses, 'The same image stands in two classes'),
      ...remarkOn(this.inTwoSplits, 'The same image is learned from and judged by'),
    ];
  }
}

function remarkOn(pairs: readonly string[], what: string): string[] {
  if (pairs.length === 0) return [];
  const more =
    pairs.length > mostNamed ? `, and ${(pairs.length - mostNamed).toLocaleString('en')} more` : '';
  return [`${what}: ${pairs.slice(0, mostNamed).join('; ')}${more}.`];
}
