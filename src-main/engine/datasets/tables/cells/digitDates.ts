/** Days and months that are written as one whole number: 20241231, 202412. */

const day = /^(1[89]|20|21)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;
const month = /^(1[89]|20|21)\d\d(0[1-9]|1[0-2])$/;

const all = (pattern: RegExp, values: readonly (number | string)[]): boolean =>
  values.every((value) => pattern.test(String(value)));

/** Whether all of some numbers may be days: 20241231. */
export const areDaysOfDigits = (values: readonly (number | string)[]): boolean => all(day, values);
/** Whether all of some numbers may be months: 202412. */
export const areMonthsOfDigits = (values: readonly (number | string)[]): boolean => all(month, values);

/** A day or a month of digits as it is read for one. */
export const withMarks = (value: number | string): string =>
  String(value).replace(
    /^(\d{4})(\d\d)(\d\d)?$/,
    (_, year: string, ofYear: string, ofMonth = '01') => `${year}-${ofYear}-${ofMonth}`,
  );
