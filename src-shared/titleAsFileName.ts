/** The most bytes in UTF-8: file systems take 255, of which endings and numbers need some. */
const mostBytes = 120;

/** Names of devices, which Windows takes for no file, whatever their ending. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * A title as far as a file or folder can be called so on every system: letters of every script, digits, spaces and a few
 * signs stay, and a hyphen stands for what is between them.
 * @param otherwise the name where nothing of the title stays
 */
export function titleAsFileName(title: string, otherwise: string): string {
  const plain = title.replace(/[^\p{L}\p{M}\p{N} _.()+=-]+/gu, '-').replace(/ {2,}/g, ' ');
  const name = beginningOf(plain.replace(/^[ .-]+/, '')).replace(/[ .-]+$/, '');
  return name === '' ? otherwise : name.replace(reserved, '_$&');
}

/** The first characters, of which none is cut in two. */
function beginningOf(name: string): string {
  let bytes = 0;
  let beginning = '';
  for (const character of name) {
    bytes += bytesOf(character.codePointAt(0) ?? 0);
    if (bytes > mostBytes) break;
    beginning += character;
  }
  return beginning;
}

/** What a code point takes in UTF-8 (RFC 3629). */
function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
