import type { ModelSpeed } from '@shared/contract/exports';
import { formatNumber } from '@shared/format';

/** How long a model takes for an example, alone and in a batch. */
export function speedInWords({ alone, together, batch }: ModelSpeed): string {
  const single = `${formatNumber(alone)} ms an example`;
  return batch === 1 ? single : `${single}, ${formatNumber(together)} ms in batches of ${batch}`;
}
