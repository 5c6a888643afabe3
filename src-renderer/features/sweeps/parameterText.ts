import type { SweepableField } from '@shared/experiment/settings/fields';

/** How what is tried in a field is written: as values, or as a range. */
export const spaceKinds = ['values', 'choice', 'logUniform', 'uniform', 'integer', 'logInteger'] as const;
export type SpaceKind = (typeof spaceKinds)[number];

export const spaceTitles: Readonly<Record<SpaceKind, string>> = {
  values: 'Values',
  choice: 'Choice',
  logUniform: 'Range, by factors',
  uniform: 'Range',
  integer: 'Whole numbers',
  logInteger: 'Whole numbers, by factors',
};

/** A space as the form shows it: its kind, and its values or ends with commas between. */
export interface WrittenSpace {
  readonly kind: SpaceKind;
  readonly text: string;
}

/** What stands in the file, for the form; what is no space is shown as it is. */
export function toText(written: unknown): WrittenSpace {
  if (Array.isArray(written)) return { kind: 'values', text: written.map(valueText).join(', ') };
  const [entry] = typeof written === 'object' && written !== null ? Object.entries(written) : [];
  const kind = spaceKinds.find((known) => known === entry?.[0]);
  const values: unknown = entry?.[1];
  if (kind === undefined || !Array.isArray(values)) return { kind: 'values', text: valueText(written) };
  return { kind, text: values.map(valueText).join(', ') };
}

/** What a person wrote, for the file: values are JSON, or texts where they are not. */
export function fromText({ kind, text }: WrittenSpace): unknown {
  const values = splitValues(text).map(readValue);
  return kind === 'values' ? values : { [kind]: values };
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** By the commas outside of brackets and braces. */
function splitValues(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if ('[{'.includes(character)) depth++;
    if (']}'.includes(character)) depth--;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What a field is first given to try: around what it has. */
export function firstSpace({ control, value, choices, minimum, maximum }: SweepableField): unknown {
  if (control === 'switch') return { choice: [true, false] };
  if (control === 'choice') {
    return { choice: [...new Set([String(value ?? choices[0]), ...choices])].slice(0, 3) };
  }
  const number = typeof value === 'number' ? value : 0;
  const least = Math.max(minimum, control === 'integer' ? 1 : -Infinity);
  const around =
    control === 'integer' ? [number / 2, number, number * 2].map(Math.round) : aroundNumber(number, maximum);
  const within = around.map((each) => Number(Math.min(maximum, Math.max(least, each)).toPrecision(6)));
  return [...new Set(within)];
}

/** Factors of ten; of a share, halfway to either end, or nearer to 1 by factors where it is near to that. */
function aroundNumber(number: number, maximum: number): number[] {
  if (number <= 0) return [0.001, 0.01, 0.1];
  if (maximum > 1) return [number / 10, number, number * 10];
  return number > 0.5
    ? [1 - 10 * (1 - number), number, 1 - (1 - number) / 10]
    : [number / 2, number, (number + maximum) / 2];
}
