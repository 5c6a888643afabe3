interface FileKind {
  readonly fits: (head: Buffer) => boolean;
  readonly what: string;
  readonly remedy: string;
}

const startsWith =
  (...bytes: readonly number[]) =>
  (head: Buffer): boolean =>
    bytes.every((byte, index) => head[index] === byte);

export const isParquet = startsWith(0x50, 0x41, 0x52, 0x31);

/** What Office wrote before 2007, and what it puts a workbook into to protect it by a password. */
export const isOldOffice = startsWith(0xd0, 0xcf, 0x11, 0xe0);
export const isZip = startsWith(0x50, 0x4b, 3, 4);

/** A zip archive whose first entries are those of Office's: what is in it is told by their names. */
export function isWorkbook(head: Buffer): boolean {
  if (!isZip(head)) return false;
  const text = head.toString('latin1');
  return (
    text.includes('[Content_Types].xml') || text.includes('xl/workbook') || text.includes('xl/worksheets')
  );
}

const unpack = 'Unpack it, and choose the table that was in it.';
const exportAsCsv = 'Open it in the program that wrote it, and export the table as CSV in UTF-8.';

const chooseTable = 'Choose a text file with one example a line.';

/** Letters, digits and marks are where ASCII has none, and no line ends as elsewhere. */
function isEbcdic(head: Buffer): boolean {
  const isOf = (byte: number): boolean =>
    (byte >= 0xf0 && byte <= 0xf9) ||
    [0x81, 0x91, 0xc1, 0xd1].some((first) => byte >= first && byte < first + 9) ||
    (byte >= 0xa2 && byte <= 0xa9) ||
    (byte >= 0xe2 && byte <= 0xe9) ||
    [0x40, 0x4b, 0x5e, 0x6b, 0x60, 0x6d, 0x05, 0x0d, 0x15, 0x25, 0x7f].includes(byte);
  const sample = head.subarray(0, 4096);
  return sample.length > 16 && !sample.includes(10) && sample.filter(isOf).length > 0.95 * sample.length;
}

/** It says so, or has an element that ends: names of columns may stand in angle brackets too. */
function isXml(head: Buffer): boolean {
  const text = head.toString('utf8', 0, 4096);
  return (
    /^\ufeff?\s*<\?xml\b/i.test(text) ||
    (/^\ufeff?\s*<[a-z][\w:.-]*(\s[^<>]*)?>/i.test(text) && text.includes('</'))
  );
}

/** Files that are no text, as they are told by their first bytes. */
const kinds: readonly FileKind[] = [
  {
    fits: (head) => /^\s*<(!doctype html|html|head|body)\b/i.test(head.toString('latin1', 0, 256)),
    what: 'a web page, not a table',
    remedy: 'The download probably gave a page about the file; get the file itself.',
  },
  {
    fits: (head) => startsWith(0xff, 0xfe, 0, 0)(head) || startsWith(0, 0, 0xfe, 0xff)(head),
    what: 'text in UTF-32',
    remedy: 'Save it as UTF-8 in the program that wrote it.',
  },
  {
    fits: (head) => /^\s*(\{\s*"[^"\n]*"\s*:|\[\s*[{[])/.test(head.toString('utf8')),
    what: 'JSON, not a table of separated values',
    remedy: 'Write it as CSV, such as with pandas.read_json(…).to_csv(…).',
  },
  {
    fits: (head) => /^(\s*%[^\n]*\n)*\s*@relation\b/i.test(head.toString('utf8')),
    what: 'an ARFF file of Weka',
    remedy: 'Take out all lines up to @data, and put the names of the columns in their place.',
  },
  {
    fits: (head) => /^\s*\|[^\n]*\|\s*\n\s*\|[\s:|-]*-[\s:|-]*\|\s*\n/.test(head.toString('utf8')),
    what: 'a table in Markdown',
    remedy: 'Take the line of dashes out, and the bars at the ends of each line.',
  },
  {
    fits: isXml,
    what: 'XML, not a table of separated values',
    remedy: 'Write it as CSV, such as with pandas.read_xml(…).to_csv(…).',
  },
  {
    fits: (head) => head.toString('latin1', 0, 5) === '{\\rtf',
    what: 'a document in Rich Text Format',
    remedy: exportAsCsv,
  },
  {
    fits: (head) => head.toString('latin1', 0, 64).startsWith('version https://git-lfs.github.com/spec/'),
    what: 'a pointer of Git LFS in place of the file',
    remedy: 'Get the file itself with git lfs pull.',
  },
  {
    fits: (head) =>
      /^(--[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/;?|\s)*(INSERT INTO|CREATE TABLE|DROP TABLE|BEGIN TRANSACTION)\b/is.test(
        head.toString('utf8', 0, 4096),
      ),
    what: 'a dump of a database in SQL',
    remedy: 'Load it into a database, and export the table as CSV in UTF-8.',
  },
  {
    fits: (head) =>
      /^([+-]?\d+(\.\d+)?( \d+:[+-]?\d[\d.eE+-]*)+ *(#[^\n]*)?(\r?\n|$)){2}/.test(
        head.toString('latin1', 0, 4096),
      ),
    what: 'a table in LIBSVM’s format',
    remedy: 'Write it as CSV, such as with sklearn.datasets.load_svmlight_file.',
  },
  {
    fits: isEbcdic,
    what: 'text in EBCDIC, as mainframes have it',
    remedy: 'Convert it to UTF-8, such as with iconv -f IBM500 -t UTF-8.',
  },
  { fits: startsWith(0x1f, 0x8b), what: 'packed with gzip', remedy: unpack },
  {
    fits: isWorkbook,
    what: 'an Excel workbook (.xlsx)',
    remedy: 'Choose the data set “Table (Excel)” for it ("kind": "xlsx").',
  },
  { fits: isZip, what: 'a zip archive', remedy: unpack },
  { fits: startsWith(0x42, 0x5a, 0x68), what: 'packed with bzip2', remedy: unpack },
  { fits: startsWith(0xfd, 0x37, 0x7a, 0x58, 0x5a), what: 'packed with xz', remedy: unpack },
  { fits: startsWith(0x28, 0xb5, 0x2f, 0xfd), what: 'packed with zstd', remedy: unpack },
  { fits: startsWith(0x37, 0x7a, 0xbc, 0xaf), what: 'a 7z archive', remedy: unpack },
  { fits: isOldOffice, what: 'an old Excel workbook (.xls)', remedy: exportAsCsv },
  { fits: startsWith(0x25, 0x50, 0x44, 0x46), what: 'a PDF document', remedy: exportAsCsv },
  { fits: startsWith(0x89, 0x48, 0x44, 0x46), what: 'an HDF5 file', remedy: exportAsCsv },
  { fits: startsWith(0x53, 0x51, 0x4c, 0x69, 0x74, 0x65), what: 'an SQLite database', remedy: exportAsCsv },
  {
    fits: isParquet,
    what: 'a Parquet file',
    remedy: 'Choose the data set “Table (Parquet)” for it ("kind": "parquet").',
  },
  { fits: startsWith(0x46, 0x45, 0x41, 0x31), what: 'a Feather file', remedy: exportAsCsv },
  { fits: startsWith(0x41, 0x52, 0x52, 0x4f, 0x57, 0x31), what: 'an Arrow file', remedy: exportAsCsv },
  { fits: startsWith(0x89, 0x50, 0x4e, 0x47), what: 'a picture (PNG)', remedy: chooseTable },
  { fits: startsWith(0xff, 0xd8, 0xff), what: 'a picture (JPEG)', remedy: chooseTable },
  { fits: startsWith(0x93, 0x4e, 0x55, 0x4d), what: 'a NumPy array', remedy: exportAsCsv },
];

/** What a file is that holds no table of text, and what to do about it; null for what may be one. */
export function otherKindOfFile(head: Buffer): Pick<FileKind, 'what' | 'remedy'> | null {
  return kinds.find(({ fits }) => fits(head)) ?? null;
}
