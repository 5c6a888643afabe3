import { runPalette } from '@shared/runs/colors';
import { hcl } from 'd3-color';

export type ColorScheme = 'light' | 'dark';

const light = {
  background: '#f4f5f8',
  surface: '#ffffff',
  sunken: '#eef0f4',
  raised: '#ffffff',
  border: '#dfe3ea',
  borderStrong: '#c3c9d4',
  text: '#1b1f2a',
  textMuted: '#5b6474',
  accent: '#3f57d6',
  accentSoft: '#e9ecfc',
  onAccent: '#ffffff',
  error: '#b3261e',
  errorSoft: '#fdecea',
  warning: '#8a5700',
  warningSoft: '#fdf3dd',
  success: '#0b7a4b',
  successSoft: '#e3f5ec',
  gridDot: '#d3d8e1',
  veil: 'rgb(27 31 42 / 9%)',
  accentVeil: 'rgb(63 87 214 / 6%)',
  groupInput: '#5c677d',
  groupDense: '#3f57d6',
  groupConvolution: '#0f7f86',
  groupPooling: '#4d7c2a',
  groupActivation: '#b25a00',
  groupNormalization: '#7a4bc2',
  groupRegularization: '#a83a6b',
  groupShape: '#5f6b7a',
  groupMerge: '#8a6d00',
};

const dark: typeof light = {
  background: '#11141b',
  surface: '#191d26',
  sunken: '#141821',
  raised: '#212734',
  border: '#2b323f',
  borderStrong: '#465063',
  text: '#e7eaf1',
  textMuted: '#9aa4b5',
  accent: '#8ea0ff',
  accentSoft: '#262d4d',
  onAccent: '#10131c',
  error: '#ff8a80',
  errorSoft: '#3a1f20',
  warning: '#f2b84b',
  warningSoft: '#372c17',
  success: '#4fd19a',
  successSoft: '#16322a',
  gridDot: '#2b323f',
  veil: 'rgb(231 234 241 / 9%)',
  accentVeil: 'rgb(142 160 255 / 8%)',
  groupInput: '#9aa6bd',
  groupDense: '#8ea0ff',
  groupConvolution: '#4fc6cd',
  groupPooling: '#93c767',
  groupActivation: '#f0a04b',
  groupNormalization: '#bb96f2',
  groupRegularization: '#ee8db5',
  groupShape: '#a5b0c0',
  groupMerge: '#dcbf52',
};

export type Colors = Readonly<typeof light>;

/** The interface's colors: style sheets, components and charts all take them from here. */
export const colors: Readonly<Record<ColorScheme, Colors>> = { light, dark };

/**
 * Ten colors of classes that stay apart for color-blind eyes, after M. Petroff, "Accessible Color Sequences for Data
 * Visualization" (arXiv:2107.02270), with lightness moved until each stands out from its background by 3 : 1.
 */
export const classPalette: Readonly<Record<ColorScheme, readonly string[]>> = {
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

function inTurn(palette: readonly string[], index: number): string {
  // The remainder is within the palette for every integer, negative ones too.
  return palette[((index % palette.length) + palette.length) % palette.length]!;
}

/**
 * The color of a run by the number it keeps. Beyond the palette its colors come again, each time darker or lighter by
 * turns, so that no two of the first forty are the same.
 */
export function runColor(index: number, scheme: ColorScheme): string {
  const base = inTurn(runPalette[scheme], index);
  const turn = Math.floor(Math.abs(index) / runPalette[scheme].length) % 5;
  if (turn === 0) return base;
  const shade = hcl(base);
  shade.l += (turn % 2 === 1 ? -1 : 1) * (scheme === 'light' ? 12 : 10) * Math.ceil(turn / 2);
  return shade.formatHex();
}

/** The color of a class by its index; the palette begins again after its end. */
export function classColor(index: number, scheme: ColorScheme): string {
  return inTurn(classPalette[scheme], index);
}

/** The colors of what is negative, and of what is positive. */
export function signColors(scheme: ColorScheme): readonly [negative: string, positive: string] {
  return [classColor(0, scheme), classColor(1, scheme)];
}

/** `accentSoft` is `--color-accent-soft` in style sheets, `groupDense` is `--group-dense`. */
function variable(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return words.startsWith('group-') ? `--${words}` : `--color-${words}`;
}

/** The colors as a style sheet: the `data-theme` of an element chooses its scheme. */
export function colorSheet(): CSSStyleSheet {
  const rule = (selector: string, scheme: ColorScheme) => {
    const declarations = Object.entries(colors[scheme]).map(
      ([name, value]) => `${variable(name)}: ${value};`,
    );
    return `${selector} { ${declarations.join(' ')} }`;
  };
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    [rule(":root, [data-theme='light']", 'light'), rule("[data-theme='dark']", 'dark')].join('\n'),
  );
  return sheet;
}
