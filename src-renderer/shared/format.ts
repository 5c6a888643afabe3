export {
  formatBytes,
  formatCompact,
  formatCount,
  formatDuration,
  formatNumber,
  formatRuns,
  formatShare,
} from '@shared/format';

const withinYear = { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
const thisYear = new Intl.DateTimeFormat(undefined, withinYear);
const otherYear = new Intl.DateTimeFormat(undefined, { ...withinYear, year: 'numeric' });

/** The year is told where it is another than this one. */
export function formatDateTime(iso: string | null | undefined): string {
  if (!iso) return '–';
  const date = new Date(iso);
  return (date.getFullYear() === new Date().getFullYear() ? thisYear : otherYear).format(date);
}

/** The last two parts of a field's path, `hidden.units`: enough to know it by where little room is. */
export function shortName(path: string): string {
  return path.split('.').slice(-2).join('.');
}
