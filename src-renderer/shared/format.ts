import { formatCount } from '@shared/format';

export { formatCount, formatDuration, formatNumber, formatShare } from '@shared/format';

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

/** The last two parts of a field's path, `hidden.units`: enough to know it by where little room is. */
export function shortName(path: string): string {
  return path.split('.').slice(-2).join('.');
}
