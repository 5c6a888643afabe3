export {
  formatBytes,
  formatCompact,
  formatCount,
  formatDuration,
  formatNumber,
  formatShare,
} from '@shared/format';

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function formatDateTime(iso: string | null | undefined): string {
  return iso ? dateTime.format(new Date(iso)) : '–';
}

/** The last two parts of a field's path, `hidden.units`: enough to know it by where little room is. */
export function shortName(path: string): string {
  return path.split('.').slice(-2).join('.');
}
