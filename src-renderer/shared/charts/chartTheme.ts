import { useThemeVars } from 'naive-ui';
import { computed, type ComputedRef } from 'vue';
import { chartColors, type ColorScheme } from '../theme/theme';
import { schemeOf } from './palette';

export interface ChartTheme {
  readonly scheme: ColorScheme;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly axis: string;
  readonly surface: string;
  readonly accent: string;
}

/** Colours for what is drawn on a canvas, following the interface's light or dark. */
export function useChartTheme(): ComputedRef<ChartTheme> {
  const theme = useThemeVars();
  return computed(() => {
    const scheme = schemeOf(theme.value.bodyColor);
    return { scheme, ...chartColors[scheme] };
  });
}

/** The interface's font, for canvases, which do not inherit it. */
export const chartFont = 'Inter, "Segoe UI", system-ui, "Noto Sans", "DejaVu Sans", sans-serif';
