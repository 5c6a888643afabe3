interface Notation {
  /** In the plural. */
  readonly name: string;
  readonly pattern: RegExp;
  /** How it would be read. */
  readonly example: string;
}

/** What stands for a number, a day or a time and is read as a word, since it could be either. */
const notations: readonly Notation[] = [
  { name: 'formulas', pattern: /^=/, example: 'what they come to' },
  { name: 'hexadecimal numbers', pattern: /^[+-]?0x[0-9a-f]+$/i, example: '16' },
  { name: 'numbers with underscores', pattern: /^[+-]?\d{1,3}(_\d{3})+([.,]\d*)?$/, example: '1000' },
  {
    name: 'numbers with a D for the power of ten',
    pattern: /^[+-]?\d+[.,]?\d*d[+-]?\d+$/i,
    example: '1.5e2',
  },
  { name: 'digits of another script', pattern: /^[+-]?(?=.*[^0-9.,])[\p{Nd}.,]+$/u, example: '12' },
  {
    name: 'days with a year of two digits',
    pattern: /^\d{1,2}([-/.])\d{1,2}\1\d{2}$/,
    example: '2024-12-31',
  },
  {
    name: 'moments with the name of a zone or at 24 o’clock',
    pattern: /^\d{4}([-/.])\d{1,2}\1\d{1,2}[T ](24:00(:00)?|\d{1,2}:\d{2}(:\d{2})? ?[A-Z]{2,5})$/,
    example: '2024-12-31T23:30:00+01:00',
  },
  { name: 'weeks', pattern: /^\d{4}-?W\d{2}(-?\d)?$/, example: '2024-12-30' },
  {
    name: 'complex numbers',
    pattern: /^\(?[+-]?[\d.]+[+-][\d.]+[ij]\)?$/,
    example: 'two columns of numbers',
  },
  { name: 'fractions', pattern: /^[+-]?(\d+ )?\d+ ?\/ ?\d+$/, example: '0.5' },
  {
    name: 'several numbers',
    pattern: /^[+-]?\d+([.,]\d+)?(°?[NSEW])?(, | ?[x×] ?| )[+-]?\d+([.,]\d+)?(°?[NSEW])?$/,
    example: 'columns of their own, one for each',
  },
  {
    name: 'versions',
    pattern: /^v?\d+(\.\d+){2,}([-+.]?\p{L}[\p{L}\d.]*)?$/u,
    example: 'numbers, each of their parts in a column of its own',
  },
  {
    name: 'lists',
    pattern: /^(\[.*\]|\{.*\}|\(.*\)|[^;|]+([;|][^;|]+)+)$/s,
    example: 'columns of their own, one for each value',
  },
  {
    name: 'days with the name of a month',
    pattern: /^(\d{1,2}[-/. ]*\p{L}{3,9}\.?[-/., ]*\d{2,4}|\p{L}{3,9}\.? \d{1,2},? \d{4})$/u,
    example: '2024-12-31',
  },
  {
    name: 'times of day or durations',
    pattern: /^\d{1,3}:\d{2}(:\d{2}([.,]\d+)?)?( ?[ap]m)?$/i,
    example: '13.5, in hours',
  },
  {
    name: 'numbers with a sign or a unit',
    pattern:
      /^(EUR|USD|GBP|CHF|JPY|CNY|INR|Rs\.?|kr\.?|R|US|CA?|AU?)?[^\p{L}\d\s]{0,2}\s?[+-]?\d[\d.,]*\s?[^\d\s]{0,4}$/u,
    example: '5, with the unit in the name of the column',
  },
];

/** Of fewer different words, how they are written tells little. */
export const fewestWords = 6;

/** The notation that all of some words are written in, where they are many enough. */
export const notationOf = (words: readonly string[]): Notation | undefined =>
  words.length < fewestWords
    ? undefined
    : notations.find(({ pattern }) => words.every((word) => pattern.test(word)));
