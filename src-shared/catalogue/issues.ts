import type { z } from 'zod';
import { AppError, type ErrorCode } from '../errors';
import { suggestName } from './spelling';

type Path = readonly PropertyKey[];

/** A path as it is written in JavaScript: `network.layers[2].units`. */
export function formatPath(path: Path): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

function written(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
};

interface Words {
  readonly message: string;
  readonly remedy: string;
}

function bounds(issue: z.core.$ZodIssue & { code: 'too_small' | 'too_big' }, value: unknown): Words {
  const small = issue.code === 'too_small';
  const limit = Number(small ? issue.minimum : issue.maximum);
  const inclusive = issue.inclusive ?? true;
  if (issue.origin === 'string') {
    return {
      message: small ? 'The text is empty or too short' : `The text is longer than ${limit} characters`,
      remedy: small ? 'Write something there.' : 'Shorten it.',
    };
  }
  if (issue.origin === 'array') {
    return {
      message: `The list has too ${small ? 'few' : 'many'} entries`,
      remedy: `Give it at ${small ? 'least' : 'most'} ${limit}.`,
    };
  }
  const relation = small ? (inclusive ? 'at least' : 'more than') : inclusive ? 'at most' : 'less than';
  return {
    message: `${written(value)} is too ${small ? 'small' : 'large'}`,
    remedy: `Choose ${relation} ${limit}.`,
  };
}

/** The most telling of a union's failed alternatives: the one that got deepest into the value. */
function deepest(issue: z.core.$ZodIssue & { code: 'invalid_union' }): z.core.$ZodIssue | null {
  const candidates = issue.errors.flatMap((alternative) => alternative.slice(0, 1));
  return candidates.sort((a, b) => b.path.length - a.path.length)[0] ?? null;
}

function inWords(issue: z.core.$ZodIssue, value: unknown, known: readonly string[]): Words {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = typeNames[issue.expected] ?? issue.expected;
      if (value === undefined) return { message: 'A value is missing', remedy: `Put ${expected} there.` };
      return { message: `${written(value)} is not ${expected}`, remedy: `Put ${expected} there.` };
    }
    case 'unrecognized_keys': {
      const key = issue.keys[0] ?? '';
      return {
        message: `"${key}" is not known here`,
        remedy: known.length > 0 ? suggestName(key, known) : 'Remove it, or correct its spelling.',
      };
    }
    case 'invalid_value': {
      const values = issue.values.map(String);
      if (value === undefined) {
        return { message: 'A value is missing', remedy: `Put ${values.slice(0, 10).join(' or ')} there.` };
      }
      return {
        message: `${written(value)} is not one of the choices`,
        remedy: suggestName(String(value), values),
      };
    }
    case 'too_small':
    case 'too_big':
      return bounds(issue, value);
    default:
      return { message: issue.message, remedy: 'Correct the value.' };
  }
}

/** The names that may stand at a path of the parsed value. */
export type KnownNames = (path: Path, root: unknown) => readonly string[];

/**
 * A zod issue in words that say what to change.
 * @param root the value that was parsed.
 * @param options.prefix where `root` stands in the file.
 */
export function issueToError(
  code: ErrorCode,
  issue: z.core.$ZodIssue,
  root: unknown,
  options: { readonly prefix?: Path; readonly knownNames?: KnownNames } = {},
): AppError {
  if (issue.code === 'invalid_union') {
    const inner = deepest(issue);
    if (inner !== null) {
      return issueToError(code, { ...inner, path: [...issue.path, ...inner.path] }, root, options);
    }
  }
  const known = options.knownNames?.(issue.path, root) ?? [];
  const { message, remedy } = inWords(issue, valueAt(root, issue.path), known);
  const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...(options.prefix ?? []), ...issue.path, ...unknownKey];
  return new AppError(code, message, { ...(path.length > 0 ? { where: formatPath(path) } : {}), remedy });
}

/** What is wrong with each field of a form, in words; an issue of no field in particular stands under `''`. */
export function fieldProblems({ issues }: z.core.$ZodError, root: unknown): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {};
  for (const issue of issues) {
    const { message, remedy } = issueToError('badArgument', issue, root);
    problems[String(issue.path[0] ?? '')] ??= remedy === null ? message : `${message}. ${remedy}`;
  }
  return problems;
}
