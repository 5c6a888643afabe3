import { formatNotFinite } from '@shared/format';

export { formatDuration, formatShare } from '@shared/format';

const significant = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Four significant digits, thousands separated; powers of ten where the plain form would be long. */
export function formatNumber(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  if (!Number.isFinite(value)) return formatNotFinite(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9))
    return value.toExponential(3).replace('-', '−').replace('e+', 'e');
  if (Number.isInteger(value)) return formatCount(value);
  return significant.format(value).replace('-', '−');
}

/** A whole number with its thousands separated. */
export function formatCount(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : whole.format(value).replace('-', '−');
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

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function formatDateTime(iso: string | null | undefined): string {
  return iso ? dateTime.format(new Date(iso)) : '–';
}
