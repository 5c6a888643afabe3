const notFinite: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, infinity: Infinity };

/** A number as Python writes it; null for what is none. */
export function floatOf(text: string): number | null {
  const [, sign = '', word = ''] = /^([+-]?)([a-z]+)$/i.exec(text) ?? [];
  const known = notFinite[word.toLowerCase()];
  if (known !== undefined) return sign === '-' ? -known : known;
  const value = Number(text);
  return text === '' || Number.isNaN(value) ? null : value;
}
