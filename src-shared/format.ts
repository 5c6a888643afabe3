/** How figures are written that the window and the command line both show. */

/** What is no number in words: NaN and the infinities. */
export function formatNotFinite(value: number): string {
  if (Number.isNaN(value)) return 'not a number';
  return value > 0 ? '∞' : '−∞';
}

const significant = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Four significant digits, thousands separated; powers of ten where the plain form would be long. */
export function formatNumber(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  if (!Number.isFinite(value)) return formatNotFinite(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9))
    return value.toExponential(3).replaceAll('-', '−').replace('e+', 'e');
  if (Number.isInteger(value)) return formatCount(value);
  return significant.format(value).replace('-', '−');
}

/** A whole number with its thousands separated. */
export function formatCount(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : whole.format(value).replace('-', '−');
}

/** How many runs: "1 run", "3 runs". */
export function formatRuns(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'run' : 'runs'}`;
}

/** A count in few characters: 1,234 as 1.23 k, for places with little room. */
export function formatCompact(value: number): string {
  const steps: readonly [number, string][] = [
    [1e12, ' T'],
    [1e9, ' G'],
    [1e6, ' M'],
    [1e4, ' k'],
  ];
  for (const [step, unit] of steps) {
    if (Math.abs(value) >= step) {
      const divisor = step === 1e4 ? 1e3 : step;
      return `${new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(value / divisor)}${unit}`;
    }
  }
  return formatCount(value);
}

/** A share as a percentage with one decimal everywhere; 100.0 % is said of all alone, not of nearly all. */
export function formatShare(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  if (!Number.isFinite(value)) return formatNotFinite(value);
  const percent = value < 1 ? Math.min(99.9, value * 100) : value * 100;
  return `${percent.toFixed(1)} %`;
}

/**
 * Seconds as people say them: 850 ms, 2.3 s, 12 s, 4 min 05 s, 2 h 07 min. Rounded to what is shown before it is cut into
 * its units: 179.7 s are 3 min 00 s.
 */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return '–';
  const milliseconds = Math.round(seconds * 1000);
  if (milliseconds < 1000) return `${milliseconds} ms`;
  const tenths = Math.round(seconds * 10);
  if (tenths < 100) return `${(tenths / 10).toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60).toLocaleString('en')} h ${two(minutes % 60)} min`;
}

/** Words as the beginning of a sentence or as a title. */
export function capitalized<Text extends string>(text: Text): Capitalize<Text> {
  return (text.charAt(0).toUpperCase() + text.slice(1)) as Capitalize<Text>;
}

/** Three significant digits, in units of a thousand: 1.23 MB. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(value)} ${units[unit]}`;
}
