import { posix } from 'node:path';
import type { WorkbookArchive } from './archive';
import { meaningOf, type NumberMeaning } from './serials';
import { readAllXml, type XmlAttributes } from './xml';

export interface Sheet {
  readonly name: string;
  /** Where its cells stand in the archive. */
  readonly part: string;
  readonly isHidden: boolean;
}

/** What stands around the cells of a workbook. */
export interface WorkbookParts {
  readonly sheets: readonly Sheet[];
  /** Whether its days count from 1904, as on early Macs. */
  readonly is1904: boolean;
  /** What numbers mean, by the index of a cell’s style. */
  readonly meanings: readonly NumberMeaning[];
  readonly strings: readonly string[];
}

/** Characters that XML cannot hold stand as _x000D_ (ECMA-376 part 1, 22.9.2.19). */
export const unescaped = (text: string): string =>
  text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

const attribute = (attributes: XmlAttributes, name: string): string | undefined => attributes[name];

/** By its local name, whatever prefix the namespace has in the file. */
function prefixed(attributes: XmlAttributes, name: string): string | undefined {
  const found = Object.keys(attributes).find((key) => key.endsWith(`:${name}`));
  return found === undefined ? undefined : attributes[found];
}

interface Relation {
  readonly target: string;
  readonly type: string;
}

async function relationsOf(archive: WorkbookArchive, part: string): Promise<Map<string, Relation>> {
  const found = new Map<string, Relation>();
  const folder = posix.dirname(part);
  const path = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  if (!archive.has(path)) return found;
  await readAllXml(await archive.open(path), {
    open(name, attributes) {
      if (name !== 'Relationship') return;
      const [id = '', target = '', type = ''] = ['Id', 'Target', 'Type'].map((key) =>
        attribute(attributes, key),
      );
      const absolute = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
      found.set(id, { target: absolute, type: type.slice(type.lastIndexOf('/') + 1) });
    },
  });
  return found;
}

const ofType = (relations: ReadonlyMap<string, Relation>, type: string): string | undefined =>
  [...relations.values()].find((relation) => relation.type === type)?.target;

async function readMeanings(archive: WorkbookArchive, part: string | undefined): Promise<NumberMeaning[]> {
  if (part === undefined || !archive.has(part)) return [];
  const codes = new Map<number, string>();
  const meanings: NumberMeaning[] = [];
  let isInCells = false;
  await readAllXml(await archive.open(part), {
    open(name, attributes) {
      const id = Number(attribute(attributes, 'numFmtId') ?? 0);
      if (name === 'numFmt') codes.set(id, attribute(attributes, 'formatCode') ?? '');
      if (name === 'cellXfs') isInCells = true;
      if (name === 'xf' && isInCells) meanings.push(meaningOf(id, codes.get(id)));
    },
    close(name) {
      if (name === 'cellXfs') isInCells = false;
    },
  });
  return meanings;
}

async function readStrings(archive: WorkbookArchive, part: string | undefined): Promise<string[]> {
  if (part === undefined || !archive.has(part)) return [];
  const strings: string[] = [];
  let [text, isText, isPhonetic] = ['', false, false];
  await readAllXml(await archive.open(part), {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') isPhonetic = true;
      isText = name === 't';
    },
    text(part) {
      if (isText && !isPhonetic) text += part;
    },
    close(name) {
      isText = false;
      if (name === 'rPh') isPhonetic = false;
      if (name === 'si') strings.push(unescaped(text));
    },
  });
  return strings;
}

/** @throws Error where a part is damaged or missing */
export async function readParts(archive: WorkbookArchive): Promise<WorkbookParts> {
  const main = ofType(await relationsOf(archive, ''), 'officeDocument') ?? 'xl/workbook.xml';
  const relations = await relationsOf(archive, main);
  const sheets: Sheet[] = [];
  let is1904 = false;
  await readAllXml(await archive.open(main), {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attribute(attributes, 'date1904') ?? '');
      if (name !== 'sheet') return;
      const relation = relations.get(prefixed(attributes, 'id') ?? '');
      // Sheets of charts have no cells.
      if (relation?.type !== 'worksheet') return;
      const isHidden = /hidden/i.test(attribute(attributes, 'state') ?? '');
      sheets.push({ name: attribute(attributes, 'name') ?? '', part: relation.target, isHidden });
    },
  });
  return {
    sheets,
    is1904,
    meanings: await readMeanings(archive, ofType(relations, 'styles')),
    strings: await readStrings(archive, ofType(relations, 'sharedStrings')),
  };
}
