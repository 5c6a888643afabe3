import { runColors } from '@shared/runs/colors';
import type { Database } from '../database/database';

/** The color whose latest visible run is the oldest; colors that none has come first. */
export function nextColor(database: Database): number {
  const rows = database.all(
    database.query
      .selectFrom('runs')
      .where('deleted_at', 'is', null)
      .groupBy('color')
      .select((select) => ['color', select.fn.max('id').as('latest')]),
  );
  const latest = new Map(rows.map((row) => [row.color, row.latest]));
  let chosen = 0;
  for (let color = 1; color < runColors; color++) {
    if ((latest.get(color) ?? '') < (latest.get(chosen) ?? '')) chosen = color;
  }
  return chosen;
}
