import { type DatasetPlace, type PythonLoader, pythonText as text } from '../../frameworks/datasetCode';
import type { TableColumns } from './columns';
import type { RepeatedHeaderPolicy, TableEncoding, TableReading } from './reading';
import { leftOut } from './shape';
import type { Windows } from './windows';

/** What the specification of any table says of its loading. */
export interface AnyTableToLoad extends Pick<TableReading, 'missing'> {
  readonly path: string;
  readonly target?: string | undefined;
  readonly ignore?: readonly string[] | undefined;
  readonly columns: TableColumns;
  readonly duplicates: 'keep' | 'drop';
  readonly validationPath?: string | undefined;
  readonly testPath?: string | undefined;
  readonly windows?: Windows | undefined;
  readonly repeatedHeader?: RepeatedHeaderPolicy | undefined;
  readonly hiddenRows?: 'read' | 'leaveOut' | undefined;
}

/** The same of a table of separated values. */
type TableToLoad = AnyTableToLoad & TableReading;

/** Python's names of the encodings; a mark at the beginning is taken off where there may be one. */
const codecs: Readonly<Record<TableEncoding, string>> = {
  'utf-8': 'utf-8-sig',
  'utf-16le': 'utf-16-le',
  'utf-16be': 'utf-16-be',
  'windows-1252': 'cp1252',
  'iso-8859-1': 'latin-1',
  'iso-8859-15': 'iso8859-15',
  macintosh: 'mac-roman',
  cp850: 'cp850',
  'windows-1250': 'cp1250',
  'windows-1251': 'cp1251',
  'koi8-r': 'koi8-r',
  shift_jis: 'cp932',
  gb18030: 'gb18030',
  big5: 'big5',
  'euc-kr': 'cp949',
};

/** What the specification asks for and the program does not do: said where it would go wrong, never left out in silence. */
function lacking(table: AnyTableToLoad): string[] {
  const { columns, missing, duplicates, repeatedHeader, hiddenRows, validationPath, testPath, windows } =
    table;
  const ofColumns = Object.entries(columns).flatMap(([name, column]) => {
    const { role = 'feature', type = 'number' } = column;
    if (role === 'ignore') return [];
    if (role === 'group' || role === 'split' || role === 'time')
      return [`column ${name} shares out the rows (${role})`];
    const isLearned = role === 'feature' && type !== 'number';
    return [
      ...(isLearned ? [`column ${name} is of the type ${type}`] : []),
      ...(column.missing === undefined ? [] : [`missing values of ${name} (${column.missing})`]),
      ...(column.rare === undefined ? [] : [`rare categories of ${name} become one`]),
    ];
  });
  return [
    ...ofColumns,
    ...(missing === 'auto' || missing.every((word) => word === '') ? [] : ['words that mean missing']),
    ...(windows === undefined
      ? []
      : [`the rows become windows of ${windows.steps}, to the next ${windows.horizon} of the target`]),
    ...(duplicates === 'keep' ? [] : ['repeated rows are left out']),
    ...(repeatedHeader === 'leaveOut' ? ['rows that repeat the names of the columns are left out'] : []),
    ...(hiddenRows === 'leaveOut' ? ['hidden rows are left out'] : []),
    ...(validationPath === undefined && testPath === undefined
      ? []
      : ['files of their own for validation and test']),
  ];
}

/** Refuses by name what the program does not do; empty where there is nothing of it. */
export function refusalOf(table: AnyTableToLoad): string {
  const missingHere = lacking(table).join('; ');
  if (missingHere === '') return '';
  return `# Not in this program, and so to be written here: ${missingHere.replaceAll(/[\r\n]+/g, ' ')}.
raise NotImplementedError(${text(`write here: ${missingHere}`)})
`;
}

export const targetOf = ({ target, columns }: AnyTableToLoad): string | undefined =>
  target ?? Object.entries(columns).find(([, { role }]) => role === 'target')?.[0];

function readingLines({ encoding, delimiter, quote, comment, path }: TableToLoad): string {
  const codec = text(encoding === 'auto' ? 'utf-8-sig' : codecs[encoding]);
  const isCommented = comment !== 'auto' && comment !== 'none';
  const lines = isCommented
    ? `(line for line in file if not line.lstrip().startswith(${text(comment)}))`
    : 'file';
  const opening = `with open(path, encoding=${codec}, newline="") as file:`;
  const mark =
    encoding === 'utf-16le' || encoding === 'utf-16be'
      ? '\n    file.read(1) == "\\ufeff" or file.seek(0)'
      : '';
  if (delimiter === 'blanks') {
    return `path = ${text(path)}
${opening}${mark}
    rows = [line.split() for line in ${lines} if line.strip()]`;
  }
  const marks =
    delimiter === 'auto'
      ? `# Layerlab guesses the delimiter from many lines; here the first line tells.
${opening}
    first = file.readline()
delimiter = max(",;\\t|", key=first.count)`
      : `delimiter = ${text(delimiter)}`;
  const quoting =
    quote === 'none' ? 'quoting=csv.QUOTE_NONE' : `quotechar=${text(quote === 'auto' ? '"' : quote)}`;
  return `path = ${text(path)}
${marks}
${opening}${mark}
    reader = csv.reader(${lines}, delimiter=delimiter, ${quoting}, skipinitialspace=True)
    rows = [[cell.strip() for cell in row] for row in reader if row]`;
}

/** A number as the table writes it. */
function numberLines({ decimal, thousands }: TableToLoad): string {
  const mark = decimal === ',' ? '.replace(",", ".")' : '';
  const groups = thousands === 'auto' || thousands === 'none' ? '' : `.replace(${text(thousands)}, "")`;
  return `number = re.compile(r"[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")
plain = lambda cell: cell${groups}${mark}
is_number = lambda cell: number.fullmatch(plain(cell)) is not None`;
}

function headerLines({ header }: TableToLoad): string {
  const count =
    header === 'auto'
      ? `header = int(len(set(rows[0])) == len(rows[0]) and not any(is_number(name) for name in rows[0]))`
      : `header = ${header}`;
  return `${count}
parts = list(zip(*rows[:header])) or [()] * len(rows[0])
names = [" ".join(part for part in own if part) or f"column {place + 1}" for place, own in enumerate(parts)]
table = dict(zip(names, zip(*rows[header:])))`;
}

/**
 * Numbers to learn from, and numbers or classes to predict; the table is read as the specification says. What it leaves to
 * a guess is looked for in a simple way, and what the program does not do it refuses by name.
 */
export function tablePython(table: TableToLoad, { task }: DatasetPlace): PythonLoader {
  const ignored = leftOut(table)
    .map((name) => `${text(name)}, `)
    .join('');
  const chosen = targetOf(table);
  const candidates = ignored === '' ? 'names' : `[name for name in names if name not in (${ignored.trim()})]`;
  const target = chosen === undefined ? `${candidates}[-1]` : text(chosen);
  const y =
    task === 'regression'
      ? 'np.array([float(plain(cell)) for cell in table[target]], "float32").reshape(-1, 1)'
      : `np.unique(
    [float(plain(cell)) for cell in table[target]] if all(map(is_number, table[target])) else table[target],
    return_inverse=True,
)[1].astype("int64")`;
  const body = `# For a table of numbers; columns of words need one column a word first.
${readingLines(table)}
${numberLines(table)}
${headerLines(table)}
${refusalOf(table)}target = ${target}
features = [name for name in names if name not in (${ignored}target,)]
x = np.array([[float(plain(cell)) for cell in table[name]] for name in features], "float32").T
y = ${y}`;
  return { imports: ['import csv', 'import re'], body };
}
