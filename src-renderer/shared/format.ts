import { formatCount } from '@shared/format';

export { formatBytes, formatCount, formatDuration, formatNumber, formatShare } from '@shared/format';

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

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function formatDateTime(iso: string | null | undefined): string {
  return iso ? dateTime.format(new Date(iso)) : '–';
}

/** The last two parts of a field's path, `hidden.units`: enough to know it by where little room is. */
export function shortName(path: string): string {
  return path.split('.').slice(-2).join('.');
}
