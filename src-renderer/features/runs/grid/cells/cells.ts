import type { FieldCell } from '@shared/contract/runs/runTable';
import { parseMetricName } from '@shared/runs/metricNames';
import { formatMetric } from '@shared/training/metrics/words';
import { formatDateTime, formatDuration, formatNumber } from '../../../../shared/format';

/** A cell of a column as the table shows it. */
export function formatCell(value: FieldCell, column: string): string {
  if (value === null) return '–';
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return formatQuantity(value, column);
  return column.endsWith('At') && !Number.isNaN(Date.parse(value)) ? formatDateTime(value) : value;
}

function formatQuantity(value: number, column: string): string {
  if (column === 'seconds') return formatDuration(value);
  try {
    return formatMetric(parseMetricName(column).metric, value);
  } catch {
    return column === 'seed' ? String(value) : formatNumber(value);
  }
}
