import { dayText } from '../parquet/reading/instants';

/** What a number's format makes of it: a day, a time without a day, or the number itself. */
export type NumberMeaning = 'day' | 'time' | 'number';

/** Formats that have a number and no code in the file (ECMA-376 part 1, 18.8.30); the others of them are numbers. */
const builtIn = (id: number): NumberMeaning => {
  if (
    (id >= 14 && id <= 17) ||
    id === 22 ||
    (id >= 27 && id <= 31) ||
    id === 36 ||
    (id >= 50 && id <= 54) ||
    id === 57 ||
    id === 58
  ) {
    return 'day';
  }
  return (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id === 55 || id === 56
    ? 'time'
    : 'number';
};

/** By a format's code, such as `yyyy-mm-dd` or `[h]:mm`; null where it has none. */
export function meaningOf(id: number, code: string | undefined): NumberMeaning {
  if (code === undefined) return builtIn(id);
  const [first = ''] = code.replaceAll(/"[^"]*"|\\.|_.|\*./g, '').split(';');
  const marks = first.replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '').toLowerCase();
  if (/general/.test(marks)) return 'number';
  if (/[yd]/.test(marks)) return 'day';
  if (/[hs]/.test(marks)) return 'time';
  return marks.includes('m') ? 'day' : 'number';
}

const millisecondsPerDay = 86_400_000;
/** Serial numbers of 1970-01-01, by the day that the workbook counts from. */
const epochs = { from1900: 25_569, from1904: 24_107 } as const;
/** Day 60 is 29 February 1900, which was none: Excel keeps what Lotus 1-2-3 had wrong. */
const firstRightSerial = 60;
const lastSerial = 2_958_465;

/** A serial number as 2024-12-31, with the time of day where it has one; null where it is no day. */
export function serialText(serial: number, is1904: boolean): string | null {
  if (!(serial >= 0 && serial < lastSerial + 1)) return null;
  const early = !is1904 && serial < firstRightSerial ? 1 : 0;
  const since1970 = serial + early - (is1904 ? epochs.from1904 : epochs.from1900);
  const milliseconds = Math.round(since1970 * millisecondsPerDay);
  const day = Math.floor(milliseconds / millisecondsPerDay);
  const ofDay = milliseconds - day * millisecondsPerDay;
  if (ofDay === 0) return dayText(day);
  const time = new Date(ofDay).toISOString().slice(11, 23).replace('.000', '');
  return `${dayText(day)} ${time}`;
}
