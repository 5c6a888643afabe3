import { formatCount } from '../format';
import { metricInWords } from '../training/metrics/words';
import type { ResolvedTraining } from '../training/resolve';

type EarlyStopping = NonNullable<ResolvedTraining['config']['earlyStopping']>;

/** What the programs measure of validation after each epoch. */
const measured: readonly string[] = ['loss', 'accuracy'];

/** Early stopping, where it goes by what the programs measure. */
export function watchedStopping({ config: { earlyStopping } }: ResolvedTraining): EarlyStopping | null {
  return earlyStopping !== undefined && measured.includes(earlyStopping.monitor) ? earlyStopping : null;
}

/** What Layerlab does where a program does not stop early itself. */
export function describeStopping({ patience, monitor }: EarlyStopping): string {
  return `Layerlab stops after ${formatCount(patience)} epochs without a better validation ${metricInWords(monitor)}`;
}
