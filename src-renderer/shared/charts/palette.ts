import type { ColorScheme } from '../theme/theme';

/**
 * Ten colours that stay apart for colour-blind eyes, after M. Petroff, "Accessible Color Sequences for Data
 * Visualization" (arXiv:2107.02270), with lightness moved until each stands out from its background by 3 : 1.
 */
const sequences: Readonly<Record<ColorScheme, readonly string[]>> = {
  light: [
    '#2a78c8',
    '#c77700',
    '#b01b00',
    '#6f7f7d',
    '#832db6',
    '#8c5443',
    '#e0533a',
    '#8f8247',
    '#4b4f5c',
    '#1f9a9f',
  ],
  dark: [
    '#5aa5ee',
    '#ffb02e',
    '#f2603f',
    '#a7b5b3',
    '#c07cf0',
    '#c98a76',
    '#ff8f5a',
    '#d3c78c',
    '#8f94a3',
    '#92dadd',
  ],
};

/** The colour of a class by its index; the sequence begins again after its end. (Runs have `runColor` of the theme.) */
export function classColor(index: number, scheme: ColorScheme): string {
  const sequence = sequences[scheme];
  // The remainder is within the sequence for every integer, negative ones too.
  return sequence[((index % sequence.length) + sequence.length) % sequence.length]!;
}

export type Rgb = readonly [number, number, number];

/** Reads `#rrggbb`, `#rgb` and `rgb(…)`; what it cannot read is black. */
export function parseColor(color: string): Rgb {
  const functional = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)/.exec(color);
  if (functional) return [Number(functional[1]), Number(functional[2]), Number(functional[3])];
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(color);
  const hex = short ? `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}` : color;
  const value = Number.parseInt(hex.slice(1, 7), 16);
  return Number.isNaN(value) ? [0, 0, 0] : [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** `share` of `b` in `a`, 0 to 1. */
export function mixColors(a: Rgb, b: Rgb, share: number): Rgb {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

/** Relative luminance, WCAG 2.2. */
export function luminance(color: Rgb): number {
  const [r, g, b] = color.map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The scheme that a surface of this colour belongs to. */
export function schemeOf(background: string): ColorScheme {
  return luminance(parseColor(background)) < 0.2 ? 'dark' : 'light';
}
