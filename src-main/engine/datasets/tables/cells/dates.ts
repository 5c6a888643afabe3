import type { RowPlace } from '../opened';
import { type DateOrder, dateOrders, type DatePart } from '@shared/data/tables/columns';

const time = String.raw`(?:[T ,]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2}|[AaPp][Mm])?)?`;
const yearFirst = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${time}$`);
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${time}$`);

/** A date as it is written: its three numbers in their order, and the seconds since midnight. */
interface Written {
  readonly numbers: readonly [number, number, number];
  readonly isYearFirst: boolean;
  readonly seconds: number;
  readonly hasTime: boolean;
  /** How far its clock is ahead of UTC; 0 where nothing is said of it. */
  readonly zoneSeconds: number;
}

function zoneSecondsOf(zone: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '') ?? [];
  const seconds = 3600 * Number(hours ?? 0) + 60 * Number(minutes ?? 0);
  return sign === '-' ? -seconds : seconds;
}

function secondsOf(parts: readonly (string | undefined)[]): number {
  const [hours, minutes, seconds, fraction, zone] = parts;
  if (hours === undefined) return 0;
  let hour = Number(hours);
  if (/^[ap]m$/i.test(zone ?? '')) hour = (hour % 12) + (/^p/i.test(zone ?? '') ? 12 : 0);
  return hour * 3600 + Number(minutes) * 60 + Number(seconds ?? 0) + Number(`0.${fraction ?? 0}`);
}

function written(text: string): Written | null {
  // Cheaper than the patterns, and true of few words.
  const first = text.charCodeAt(0);
  if (first < 48 || first > 57 || text.length < 8 || text.length > 40) return null;
  const isYearFirst = yearFirst.test(text);
  const found = (isYearFirst ? yearFirst : yearLast).exec(text);
  if (found === null) return null;
  const seconds = secondsOf(found.slice(5));
  if (seconds >= 86_400 || Number(found[6] ?? 0) > 59 || Number(found[7] ?? 0) > 59) return null;
  return {
    numbers: [Number(found[1]), Number(found[3]), Number(found[4])],
    isYearFirst,
    seconds,
    hasTime: found[5] !== undefined,
    zoneSeconds: zoneSecondsOf(found[9]),
  };
}

/** A day of the calendar that exists, with the seconds since midnight as they are written, whatever the zone. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly seconds: number;
  readonly hasTime: boolean;
  readonly zoneSeconds: number;
}

/** The date that a text spells under an order of its numbers, or null. */
export function parseDate(text: string, order: DateOrder): CalendarDate | null {
  const found = written(text);
  if (found === null || found.isYearFirst !== (order === 'ymd')) return null;
  const [first, second, third] = found.numbers;
  const [year, month, day] =
    order === 'ymd'
      ? [first, second, third]
      : order === 'dmy'
        ? [third, second, first]
        : [third, first, second];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 100 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const { seconds, hasTime, zoneSeconds } = found;
  return { year, month, day, seconds, hasTime, zoneSeconds };
}

/** Seconds since 1970 in UTC, so that moments of several zones have their order. */
export const momentOf = ({ year, month, day, seconds, zoneSeconds }: CalendarDate): number =>
  Date.UTC(year, month - 1, day) / 1000 + seconds - zoneSeconds;

const millisecondsPerDay = 86_400_000;

export function datePart({ year, month, day, seconds }: CalendarDate, part: DatePart): number {
  switch (part) {
    case 'year':
      return year;
    case 'month':
      return month;
    case 'day':
      return day;
    case 'weekday':
      // Monday is 1, as in ISO 8601.
      return ((new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7) + 1;
    case 'hour':
      return Math.floor(seconds / 3600);
    case 'days':
      return Date.UTC(year, month - 1, day) / millisecondsPerDay + seconds / 86_400;
  }
}

interface DatePlace extends RowPlace {
  readonly text: string;
}

/** Takes in the words of a column and tells whether they are dates, and in which order. */
export class DateEvidence {
  /** Words that are dates under some order. */
  count = 0;
  hasTimes = false;
  private readonly fits: Record<DateOrder, number> = { ymd: 0, dmy: 0, mdy: 0 };
  private readonly others = new Map<DateOrder, DatePlace>();

  add(text: string, place: RowPlace): void {
    const isDate = written(text) !== null;
    let fitsAny = false;
    for (const order of dateOrders) {
      const date = isDate ? parseDate(text, order) : null;
      if (date === null) {
        if (!this.others.has(order)) this.others.set(order, { text, ...place });
        continue;
      }
      this.fits[order]++;
      this.hasTimes ||= date.hasTime;
      fitsAny = true;
    }
    if (fitsAny) this.count++;
  }

  /** The first word that is no date under this order. */
  firstOther(order: DateOrder): DatePlace | null {
    return this.others.get(order) ?? null;
  }

  /** The order that fits most; day first where month first fits as well. */
  get order(): DateOrder {
    const { ymd, dmy, mdy } = this.fits;
    if (ymd >= dmy && ymd >= mdy) return 'ymd';
    return dmy >= mdy ? 'dmy' : 'mdy';
  }

  /** Whether no date tells day and month apart. */
  get isAmbiguous(): boolean {
    return this.order !== 'ymd' && this.fits.dmy === this.fits.mdy;
  }
}
