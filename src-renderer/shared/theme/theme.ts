import type { GlobalThemeOverrides } from 'naive-ui';

export type ColorScheme = 'light' | 'dark';

/** Colours of runs, told apart also by colour-blind eyes (after Okabe and Ito, 2008), on either background. */
export const runPalette: Readonly<Record<ColorScheme, readonly string[]>> = {
  light: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b88600', '#3f8fc4', '#5c5c5c', '#8a5a00'],
  dark: ['#4aa3df', '#f08a3c', '#2fc79a', '#e3a0c4', '#e6b422', '#8fd0f5', '#b9bdc6', '#f0e442'],
};

/** The colour of a run by the number it keeps; numbers beyond the palette start again from its beginning. */
export function runColor(color: number, scheme: ColorScheme): string {
  const palette = runPalette[scheme];
  return palette[((color % palette.length) + palette.length) % palette.length] ?? '#0072b2';
}

/** The palette in plain values, for charts that cannot read CSS variables. */
export const chartColors = {
  light: {
    text: '#1b1f2a',
    muted: '#5b6474',
    grid: '#e6e9ef',
    axis: '#c3c9d4',
    surface: '#ffffff',
    accent: '#3f57d6',
  },
  dark: {
    text: '#e7eaf1',
    muted: '#9aa4b5',
    grid: '#2a303c',
    axis: '#465063',
    surface: '#191d26',
    accent: '#8ea0ff',
  },
} as const;

const fontFamily =
  'Inter, "Segoe UI Variable Text", "Segoe UI", system-ui, -apple-system, "Noto Sans", "DejaVu Sans", sans-serif';
const fontFamilyMono =
  '"JetBrains Mono", "Cascadia Code", "SF Mono", ui-monospace, "DejaVu Sans Mono", Menlo, monospace';

const common = {
  fontFamily,
  fontFamilyMono,
  fontSize: '13px',
  fontSizeMini: '11px',
  fontSizeTiny: '12px',
  fontSizeSmall: '13px',
  fontSizeMedium: '13px',
  fontSizeLarge: '14px',
  heightTiny: '24px',
  heightSmall: '28px',
  heightMedium: '32px',
  borderRadius: '6px',
  borderRadiusSmall: '4px',
};

/** Naive UI's components in our colours and sizes. */
export const themeOverrides: Readonly<Record<ColorScheme, GlobalThemeOverrides>> = {
  light: {
    common: {
      ...common,
      primaryColor: '#3f57d6',
      primaryColorHover: '#5069e4',
      primaryColorPressed: '#3247b8',
      primaryColorSuppl: '#5069e4',
      errorColor: '#b3261e',
      errorColorHover: '#c8362d',
      errorColorPressed: '#93201a',
      warningColor: '#8a5700',
      warningColorHover: '#a36800',
      warningColorPressed: '#6f4600',
      successColor: '#0b7a4b',
      successColorHover: '#0f8f59',
      successColorPressed: '#08633c',
      textColorBase: '#1b1f2a',
      textColor1: '#1b1f2a',
      textColor2: '#2a303d',
      textColor3: '#5b6474',
      placeholderColor: '#5f6878',
      bodyColor: '#f4f5f8',
      cardColor: '#ffffff',
      borderColor: '#d7dbe3',
      dividerColor: '#e4e7ee',
    },
  },
  dark: {
    common: {
      ...common,
      primaryColor: '#8ea0ff',
      primaryColorHover: '#a6b4ff',
      primaryColorPressed: '#7287f5',
      primaryColorSuppl: '#a6b4ff',
      errorColor: '#ff8a80',
      errorColorHover: '#ffa49c',
      errorColorPressed: '#f07167',
      warningColor: '#f2b84b',
      warningColorHover: '#f6c86f',
      warningColorPressed: '#d99f35',
      successColor: '#4fd19a',
      successColorHover: '#74dcb1',
      successColorPressed: '#3bb683',
      textColorBase: '#e7eaf1',
      textColor1: '#e7eaf1',
      textColor2: '#d3d8e3',
      textColor3: '#9aa4b5',
      placeholderColor: '#939db0',
      bodyColor: '#11141b',
      cardColor: '#191d26',
      modalColor: '#1d222d',
      popoverColor: '#232936',
      borderColor: '#333b4a',
      dividerColor: '#282e3a',
    },
    Button: {
      textColorPrimary: '#10131c',
      textColorHoverPrimary: '#10131c',
      textColorPressedPrimary: '#10131c',
      textColorFocusPrimary: '#10131c',
      textColorDisabledPrimary: '#10131c',
    },
  },
};
