import type { Parameter } from '../configuration/parameters';
import type { ImportedFacts } from './facts';

/** Before the names of an imported run's settings, wherever they stand beside those of experiments. */
export const importedPrefix = 'parameters.';

/** An imported run's settings by their paths. */
export function importedParameters({
  parameters,
}: Pick<ImportedFacts, 'parameters'>): Map<string, Parameter> {
  return new Map(
    Object.entries(parameters).map(([name, value]) => [
      `${importedPrefix}${name}`,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
    ]),
  );
}

/** Names by which other programs keep the seed of a run. */
const seedNames = /(^|[^a-z])(random_?)?(seed|state)$/i;
const isSeed = (name: string) => seedNames.test(name) && !/^state$/i.test(name);

/** The seed among an imported run's settings; null where there is none, or several that are not the same. */
export function importedSeed(parameters: Readonly<Record<string, unknown>>): number | null {
  const seeds = Object.entries(parameters).flatMap(([name, value]) => (isSeed(name) ? [Number(value)] : []));
  const [first] = seeds;
  const isOne = first !== undefined && seeds.every((seed) => seed === first);
  return isOne && Number.isSafeInteger(first) && first >= 0 ? first : null;
}

/**
 * Two imported runs have the same where their settings are the same but for the seed. A run without settings is a
 * configuration of its own: that nothing is known of two runs does not make them equal.
 */
export function importedConfigurationKey(runId: string, { from, parameters }: ImportedFacts): string {
  const settings = Object.entries(parameters)
    .filter(([name]) => !isSeed(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(settings.length === 0 ? ['imported', runId] : ['imported', from, settings]);
}
