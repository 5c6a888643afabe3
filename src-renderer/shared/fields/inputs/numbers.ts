export interface NumberLimits {
  readonly integer?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

export type ParsedNumber = { readonly value: number } | { readonly problem: string };

/** Reads what a person typed: `0.001`, `1e-3`, `0,5`, `1 000`. */
export function parseNumber(text: string, limits: NumberLimits): ParsedNumber {
  const plain = text
    .trim()
    .replace(/[\s\u2009_]/g, '')
    .replace('−', '-')
    .replace(/^([^.,]*),([^.,]*)$/, '$1.$2');
  const value = Number(plain);
  if (plain === '' || !Number.isFinite(value)) return { problem: 'Enter a number, such as 0.01 or 1e-3.' };
  if (limits.integer && !Number.isInteger(value)) return { problem: 'Enter a whole number.' };
  if (limits.minimum !== undefined && value < limits.minimum)
    return { problem: `At least ${limits.minimum}.` };
  if (limits.maximum !== undefined && value > limits.maximum)
    return { problem: `At most ${limits.maximum}.` };
  return { value };
}

/** The value one press of an arrow key away. Without a step: a tenth of its own size, or 1 for whole numbers. */
export function stepped(
  value: number,
  direction: 1 | -1,
  step: number | undefined,
  limits: NumberLimits,
): number {
  const size = step ?? (limits.integer || value === 0 ? 1 : 10 ** Math.floor(Math.log10(Math.abs(value))));
  // Rounded, so that 0.1 + 0.2 does not show.
  const next = Number((value + direction * size).toPrecision(12));
  return Math.min(limits.maximum ?? Infinity, Math.max(limits.minimum ?? -Infinity, next));
}
