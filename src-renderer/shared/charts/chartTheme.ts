import { computed, inject, type ComputedRef, type InjectionKey, type Ref } from 'vue';
import { colors, type Colors, type ColorScheme } from '../theme/colors';

export interface ChartTheme extends Colors {
  readonly scheme: ColorScheme;
}

/** The setting of light or dark, which the app provides to all that is drawn in it. */
export const colorSchemeKey: InjectionKey<Readonly<Ref<ColorScheme>>> = Symbol('color scheme');

/** Colors for what is drawn on a canvas, where style sheets do not reach. */
export function useChartTheme(): ComputedRef<ChartTheme> {
  const scheme = inject(colorSchemeKey);
  if (scheme === undefined) throw new Error('a chart is drawn outside the app');
  return computed(() => ({ scheme: scheme.value, ...colors[scheme.value] }));
}

/**
 * The interface's font, for canvases, which do not inherit it. Names in single quotes: in an SVG file ECharts puts them
 * between double ones as they are.
 */
export const chartFont = "Inter, 'Segoe UI', system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif";
