import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';

export type XmlAttributes = Readonly<Record<string, string>>;

/** What is done with the elements of a document, by their names without a prefix. */
export interface XmlReading {
  open?(name: string, attributes: XmlAttributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Characters without a mark between them: a cell holds 32,767 at the most, however they are written. */
const longestText = 2 ** 20;

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Reads a document of XML as it comes in; entities that it defines by itself are refused.
 * @returns after each part that was read, so that whoever reads can hand on what has come.
 * @throws Error where it is not well-formed or a text in it longer than any cell's, TypeError where it is no UTF-8
 */
export async function* readXml(stream: Readable, reading: XmlReading): AsyncGenerator<undefined> {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => reading.open?.(local(name), attributes));
  parser.on('closetag', ({ name }) => reading.close?.(local(name)));
  parser.on('text', (text) => reading.text?.(text));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let open = 0;
  for await (const bytes of stream as AsyncIterable<Uint8Array>) {
    const text = decoder.decode(bytes, { stream: true });
    const mark = text.lastIndexOf('<');
    open = mark < 0 ? open + text.length : text.length - mark;
    if (open > longestText) throw new Error('a text in it is longer than any cell can hold');
    parser.write(text);
    yield;
  }
  parser.write(decoder.decode());
  parser.close();
  yield;
}

/** Reads it to its end. */
export async function readAllXml(stream: Readable, reading: XmlReading): Promise<void> {
  for await (const _ of readXml(stream, reading));
}
