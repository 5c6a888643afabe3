import type { ModelSpeed } from '@shared/contract/exports';

/** Three significant digits: 0.0123 ms. */
const milliseconds = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** How long a model takes for an example, alone and in a batch. */
export function speedInWords({ alone, together, batch }: ModelSpeed): string {
  const single = `${milliseconds.format(alone)} ms an example`;
  return batch === 1 ? single : `${single}, ${milliseconds.format(together)} ms in batches of ${batch}`;
}
