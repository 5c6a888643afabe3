import type { Prediction } from '@shared/exporting/predictions/prediction';
import { formatNumber } from '../../shared/format';

/** The class that is answered, the value, or of a series all values that come next. */
export function answerInWords({ class: name, value, outputs }: Prediction): string {
  return name ?? (value === null ? [] : outputs).map(formatNumber).join(', ');
}
