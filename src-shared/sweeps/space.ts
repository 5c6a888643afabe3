import { z } from 'zod';
import { AppError } from '../errors';
import { suggestName } from '../catalogue/spelling';

/** Any value that a field of an experiment may have. */
export type Value = z.core.util.JSONType;

/** Values one by one, in the order in which they are tried. */
export interface ListedValues {
  readonly kind: 'values';
  /** The field as `--set` takes it: `network.hidden.units`. */
  readonly path: string;
  readonly values: readonly Value[];
  /** They are numbers that rise, so that neighbors have to do with each other. */
  readonly ordered: boolean;
  /** They stand in a `choice`. */
  readonly choice: boolean;
}

/** All numbers between two, both of them included. */
export interface NumberRange {
  readonly kind: 'range';
  readonly path: string;
  readonly low: number;
  readonly high: number;
  /** Each factor is as likely as another, not each difference. */
  readonly logarithmic: boolean;
  readonly integer: boolean;
}

/** What a sweep varies in one field. */
export type Dimension = ListedValues | NumberRange;

export type Space = readonly Dimension[];

const range = z.tuple([z.number(), z.number()]);
const wholeRange = z.tuple([z.int(), z.int()]);

/** What may stand at a path of `sweep.parameters`, for the JSON Schema; {@link readDimension} says more of mistakes. */
export const dimensionSchema = z.union([
  z.array(z.json()).min(1).describe('These values.'),
  z
    .strictObject({ choice: z.array(z.json()).min(1) })
    .describe('These values, of which none is near another.'),
  z.strictObject({ uniform: range }).describe('Any number from the first to the second.'),
  z.strictObject({ logUniform: range }).describe('The same, each factor as likely as another.'),
  z.strictObject({ integer: wholeRange }).describe('A whole number from the first to the second.'),
  z.strictObject({ logInteger: wholeRange }).describe('The same, each factor as likely as another.'),
]);

const rangeNames = ['uniform', 'logUniform', 'integer', 'logInteger'] as const;
const spaceNames = [...rangeNames, 'choice'];

/** Where a parameter of a sweep stands in the file. */
export function placeOfParameter(path: string): string {
  return `sweep.parameters["${path}"]`;
}

/**
 * Reads what a sweep varies in one field: a list of values, or an object such as `{"logUniform": [0.0001, 0.1]}`.
 * @throws AppError `badExperiment` with what is wrong and where
 */
export function readDimension(path: string, written: unknown): Dimension {
  const where = placeOfParameter(path);
  if (Array.isArray(written)) return listed(path, written as Value[], false, where);
  const entries = typeof written === 'object' && written !== null ? Object.entries(written) : [];
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) throw notASpace(where);
  const [name, content] = entry as [string, unknown];
  if (name === 'choice') {
    if (!Array.isArray(content)) throw bad(`${where}.choice`, 'A choice needs a list', 'Write ["a", "b"].');
    return listed(path, content as Value[], true, `${where}.choice`);
  }
  const kind = rangeNames.find((known) => known === name);
  if (kind === undefined) throw bad(where, `"${name}" is no kind of range`, suggestName(name, spaceNames));
  return readRange(path, kind, content, `${where}.${name}`);
}

function listed(path: string, values: readonly Value[], choice: boolean, where: string): ListedValues {
  if (values.length === 0) throw bad(where, 'The list of values is empty', 'Give it at least one value.');
  const seen = new Map<string, number>();
  for (const [index, value] of values.entries()) {
    const earlier = seen.get(JSON.stringify(value));
    if (earlier !== undefined)
      throw bad(
        `${where}[${index}]`,
        `${JSON.stringify(value)} stands in the list twice`,
        'Take one of them out.',
      );
    seen.set(JSON.stringify(value), index);
  }
  const rises = values.every(
    (value, index) => typeof value === 'number' && (index === 0 || value > Number(values[index - 1])),
  );
  return { kind: 'values', path, values, ordered: !choice && rises && values.length > 2, choice };
}

function readRange(
  path: string,
  name: (typeof rangeNames)[number],
  content: unknown,
  where: string,
): NumberRange {
  const bounds = range.safeParse(content).data;
  if (bounds === undefined || !bounds.every(Number.isFinite))
    throw bad(where, 'A range needs its lowest and its highest number', 'Write [lowest, highest].');
  const [low, high] = bounds;
  const integer = name === 'integer' || name === 'logInteger';
  const logarithmic = name === 'logUniform' || name === 'logInteger';
  if (integer && !bounds.every(Number.isSafeInteger))
    throw bad(where, 'The ends of a range of whole numbers are whole numbers', 'Round them, or use uniform.');
  if (low >= high)
    throw bad(
      where,
      `The range ends at ${high}, which is not above its beginning, ${low}`,
      'Write [lowest, highest].',
    );
  if (logarithmic && low <= 0)
    throw bad(
      `${where}[0]`,
      `A logarithmic range cannot begin at ${low}: there is no logarithm of it`,
      `Begin above 0, or use ${integer ? 'integer' : 'uniform'}.`,
    );
  return { kind: 'range', path, low, high, logarithmic, integer };
}

function notASpace(where: string): AppError {
  return bad(
    where,
    'This says neither which values to try nor a range of them',
    'Write a list such as [4, 8, 16], or one of {"uniform": [0, 1]}, {"logUniform": [0.0001, 0.1]}, {"integer": [1, 9]}, {"logInteger": [1, 64]}, {"choice": ["a", "b"]}.',
  );
}

function bad(where: string, message: string, remedy: string): AppError {
  return new AppError('badExperiment', message, { where, remedy });
}
