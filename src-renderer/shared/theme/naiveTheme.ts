import { color } from 'd3-color';
import type { GlobalThemeOverrides } from 'naive-ui';
import { colors, type ColorScheme } from './colors';

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

const shadeStep = 0.35;

/** A color with those of its hovered and pressed states, as Naive UI names them. */
function shades(name: 'primary' | 'error' | 'warning' | 'success', value: string) {
  const read = color(value);
  const brighter = read?.brighter(shadeStep).formatHex() ?? value;
  return {
    [`${name}Color`]: value,
    [`${name}ColorHover`]: brighter,
    [`${name}ColorPressed`]: read?.darker(shadeStep).formatHex() ?? value,
    [`${name}ColorSuppl`]: brighter,
  };
}

function overridesFor(scheme: ColorScheme): GlobalThemeOverrides {
  const { accent, onAccent, error, warning, success, text, textMuted, ...areas } = colors[scheme];
  return {
    common: {
      ...common,
      ...shades('primary', accent),
      ...shades('error', error),
      ...shades('warning', warning),
      ...shades('success', success),
      textColorBase: text,
      textColor1: text,
      textColor2: text,
      textColor3: textMuted,
      placeholderColor: textMuted,
      bodyColor: areas.background,
      cardColor: areas.surface,
      modalColor: areas.raised,
      popoverColor: areas.raised,
      borderColor: areas.border,
      dividerColor: areas.border,
    },
    Button: {
      textColorPrimary: onAccent,
      textColorHoverPrimary: onAccent,
      textColorPressedPrimary: onAccent,
      textColorFocusPrimary: onAccent,
      textColorDisabledPrimary: onAccent,
    },
  };
}

/** Naive UI's components in our colors and sizes. */
export const themeOverrides: Readonly<Record<ColorScheme, GlobalThemeOverrides>> = {
  light: overridesFor('light'),
  dark: overridesFor('dark'),
};
