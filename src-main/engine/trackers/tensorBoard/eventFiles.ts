import type { WrittenPoint } from '@shared/runs/imported/settle';
import { formatCount } from '@shared/format';
import {
  decodeHyperparameters,
  eventFormat,
  wholeNumberOf,
  type EventMessage,
  type ValueMessage,
} from './proto';
import { readRecords, type RecordReading } from './records';
import { scalarOf } from './scalars';

/** What the event files of one folder hold. */
export class EventFolder {
  readonly points = new Map<string, WrittenPoint[]>();
  readonly parameters: Record<string, number | string | boolean> = {};
  readonly remarks: string[] = [];
  private readonly plugins = new Map<string, string>();
  private readonly others = new Map<string, Set<string>>();
  /** Tags that the file under way has written. */
  private readonly begun = new Set<string>();

  /** Reads one more file, in the order in which they were written. @throws the file system's error */
  async read(path: string, name: string): Promise<void> {
    this.begun.clear();
    for await (const reading of readRecords(path)) {
      if (reading.kind === 'record') this.take(reading.content, name);
      else this.remarks.push(describeDamage(name, reading));
    }
  }

  /** What there was besides figures, in a sentence; null for nothing. */
  get leftOut(): string | null {
    const kinds = [...this.others].map(([what, tags]) => `${tags.size} × ${what}`);
    return kinds.length === 0 ? null : `Left out, since only figures are brought in: ${kinds.join(', ')}.`;
  }

  private take(content: Uint8Array, name: string): void {
    let event: EventMessage;
    try {
      event = eventFormat.decode(content);
    } catch {
      this.remarks.push(
        `${name}: a record of ${content.length} bytes is whole but no event, and was left out.`,
      );
      return;
    }
    const step = wholeNumberOf(event.step);
    for (const value of event.summary?.value ?? []) {
      if (step === null)
        this.remarks.push(`${name}: step ${String(event.step)} of “${value.tag}” is too large.`);
      else this.takeValue(value, step, event.wallTime);
    }
  }

  private takeValue(message: ValueMessage, step: number, time: number): void {
    const { tag, metadata } = message;
    const named = metadata?.plugin?.name;
    if (named !== undefined && named !== '') this.plugins.set(tag, named);
    if (named === 'hparams') {
      Object.assign(this.parameters, decodeHyperparameters(metadata?.plugin?.content ?? new Uint8Array()));
      return;
    }
    const reading = scalarOf(message, this.plugins.get(tag));
    if (reading.kind === 'scalar') this.add(tag, { step, value: reading.value, time });
    else this.others.set(reading.what, (this.others.get(reading.what) ?? new Set<string>()).add(tag));
  }

  /** What an earlier file has from a step on was written before a restart from there: TensorBoard leaves it out too. */
  private add(tag: string, point: WrittenPoint): void {
    let points = this.points.get(tag) ?? [];
    if (!this.begun.has(tag)) {
      const kept = points.filter(({ step }) => step < point.step);
      const gone = points.length - kept.length;
      if (gone > 0) {
        this.remarks.push(
          `${gone} ${gone === 1 ? 'value' : 'values'} of “${tag}” from step ${point.step} on ${gone === 1 ? 'was' : 'were'} ` +
            'written again by a later file, after a restart: the later ones count.',
        );
      }
      points = kept;
      this.begun.add(tag);
    }
    points.push(point);
    this.points.set(tag, points);
  }
}

function describeDamage(name: string, reading: Exclude<RecordReading, { kind: 'record' }>): string {
  const bytes = `${formatCount(reading.bytes)} ${reading.bytes === 1 ? 'byte' : 'bytes'}`;
  const place = `${name}, byte ${reading.at}`;
  switch (reading.kind) {
    case 'tooLong':
      return `${place}: a record of ${bytes} was passed over: figures are shorter.`;
    case 'damaged':
      return `${place}: a record of ${bytes} is damaged (its check does not fit) and was left out.`;
    case 'lost':
      return reading.isCut
        ? `${place}: the file ends within a record; its last ${bytes} were left out.`
        : `${place}: the file is damaged (the check of a record’s length does not fit); nothing of the ${bytes} from there on can be read.`;
  }
}
