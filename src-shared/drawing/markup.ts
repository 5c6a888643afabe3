/** As it can stand in a file of XML: what cannot, such as a tab or a bell, is a space. */
export function writableText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ');
}

/** A text as XML and HTML write it, also between quotation marks. */
export function escapedText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
