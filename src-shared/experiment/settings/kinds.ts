import { datasetCatalogue } from '../../data/catalogue';
import { lossCatalogue } from '../../training/losses';
import { optimizerCatalogue } from '../../training/optimizers';
import { scheduleCatalogue } from '../../training/schedules';
import type { JsonObject } from '../../json';

/** What all catalogues say of a kind, as far as it matters here. */
interface Definition {
  readonly kind: string;
  readonly schema: { safeParse(value: unknown): { data?: unknown } };
  readonly fields: object;
}

const catalogues: Readonly<Record<string, readonly Definition[]>> = {
  dataset: datasetCatalogue,
  'training.loss': lossCatalogue,
  'training.optimizer': optimizerCatalogue,
  'training.schedule': scheduleCatalogue,
};

/**
 * An entry of the experiment with another kind. It keeps what the new kind knows as well, save what was only the
 * default of the old one; where a kind is not known, everything stays for the check of the experiment to speak of.
 * @param place where the entry stands in the file, such as `training.optimizer`
 */
export function withKind(entry: JsonObject, place: string, kind: string): JsonObject {
  const catalogue = catalogues[place] ?? [];
  const next = catalogue.find((definition) => definition.kind === kind);
  if (next === undefined || entry['kind'] === kind) return { ...entry, kind };
  const previous = catalogue.find((definition) => definition.kind === entry['kind']);
  const kept = Object.entries(entry).filter(
    ([name]) => name in next.fields && !isDefault(entry, name, previous),
  );
  return { kind, ...Object.fromEntries(kept) };
}

/** Whether an entry without the field would be given the same value. */
function isDefault(entry: JsonObject, name: string, definition: Definition | undefined): boolean {
  const { [name]: value, ...others } = entry;
  const filledIn = definition?.schema.safeParse(others).data;
  if (typeof filledIn !== 'object' || filledIn === null) return false;
  return JSON.stringify(Reflect.get(filledIn, name)) === JSON.stringify(value);
}
