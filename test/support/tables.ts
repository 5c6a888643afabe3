/** Lines of a table, each made from its place. */
export const rows = (count: number, row: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => row(index));

/** The text of a file of these lines. */
export const text = (...lines: readonly (string | readonly string[])[]): string =>
  `${lines.flat().join('\n')}\n`;

/** One of two classes in turn. */
export const word = (index: number): string => (index % 2 ? 'a' : 'b');

/** Tables as people have them, which every way into the program has to read alike. */
export const foundTables = {
  decimalCommasInGroups: text(
    'a;b',
    rows(20, (i) => `1.${200 + i},5;${i},25`),
  ),
  codesOfCountries: text(
    'country,y',
    rows(24, (i) => `${['NA', 'DE', 'FR', 'ZA', 'PE', 'TD'][i % 6] ?? ''},${i / 4}`),
  ),
  wordsForMissing: text(
    'a,b',
    rows(24, (i) => `${['n/a', 'None', 'unknown', '-', '#N/A', '.'][i] ?? i / 4},${i / 2}`),
  ),
  umlauts: text(
    'x,kind',
    rows(20, (i) => `${i / 4},${i % 2 ? 'Kär' : 'Kör'}`),
  ),
  betweenBlanks: text(
    '# two columns',
    '#',
    '  x     y',
    rows(20, (i) => `  ${i}.5    ${i}.25`),
  ),
  lonelyClasses: text(
    'x,kind',
    rows(137, (i) => `${(i * 7) % 137},${i === 50 ? 'lone' : i === 90 ? 'single' : word(i)}`),
  ),
  concatenated: text(
    'a,kind',
    rows(20, (i) => `${['x', 'y'][(i * 3) % 2] ?? ''},${word(i)}`),
    'a,kind',
    rows(20, (i) => `${['x', 'y'][i % 2] ?? ''},${word(i)}`),
  ),
  webPage: '<!DOCTYPE html><html><body>Not found</body></html>',
};
