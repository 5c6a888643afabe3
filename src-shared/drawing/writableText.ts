/** As it can stand in a file of XML: what cannot, such as a tab or a bell, is a space. */
export function writableText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ');
}
