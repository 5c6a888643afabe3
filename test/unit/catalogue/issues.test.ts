import { formatPath, issueToError } from '@shared/catalogue/issues';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

/** The first thing that is wrong, as a person is told it. */
function told(schema: z.ZodType, value: unknown, options?: Parameters<typeof issueToError>[3]) {
  const parsed = schema.safeParse(value);
  if (parsed.success) throw new Error('the value is right');
  const { message, where, remedy } = issueToError(
    'badExperiment',
    parsed.error.issues[0]!,
    value,
    options,
  ).toData();
  return [message, where, remedy];
}

describe('what is wrong with a value', () => {
  it.each([
    [z.object({ a: z.number() }), {}, 'A value is missing', 'a', 'Put a number there.'],
    [z.object({ a: z.string() }), { a: 3 }, '3 is not a text', 'a', 'Put a text there.'],
    [
      z.object({ a: z.boolean() }),
      { a: 'yes' },
      '"yes" is not true or false',
      'a',
      'Put true or false there.',
    ],
    [
      z.array(z.object({ a: z.int() })),
      [{ a: 1 }, { a: [] }],
      '[] is not a number',
      '[1].a',
      'Put a number there.',
    ],
    [z.object({ a: z.number().min(2) }), { a: 1 }, '1 is too small', 'a', 'Choose at least 2.'],
    [z.object({ a: z.number().gt(2) }), { a: 2 }, '2 is too small', 'a', 'Choose more than 2.'],
    [z.object({ a: z.number().max(2) }), { a: 3 }, '3 is too large', 'a', 'Choose at most 2.'],
    [z.object({ a: z.number().lt(2) }), { a: 2 }, '2 is too large', 'a', 'Choose less than 2.'],
    [
      z.object({ a: z.string().min(1) }),
      { a: '' },
      'The text is empty or too short',
      'a',
      'Write something there.',
    ],
    [
      z.object({ a: z.string().max(2) }),
      { a: 'abc' },
      'The text is longer than 2 characters',
      'a',
      'Shorten it.',
    ],
    [
      z.object({ a: z.array(z.number()).min(1) }),
      { a: [] },
      'The list has too few entries',
      'a',
      'Give it at least 1.',
    ],
    [
      z.object({ a: z.array(z.number()).max(1) }),
      { a: [1, 2] },
      'The list has too many entries',
      'a',
      'Give it at most 1.',
    ],
    [
      z.object({ a: z.enum(['adam', 'sgd']) }),
      { a: 'adamm' },
      '"adamm" is not one of the choices',
      'a',
      'Did you mean "adam"? Known are adam, sgd.',
    ],
    [z.object({ a: z.enum(['adam', 'sgd']) }), {}, 'A value is missing', 'a', 'Put adam or sgd there.'],
    [z.strictObject({}), { b: 1 }, '"b" is not known here', 'b', 'Remove it, or correct its spelling.'],
  ] as const)('is said in words, with its place and what to do: %#', (schema, value, ...words) => {
    expect(told(schema, value)).toEqual(words);
  });

  it('stands where the value stands in its file, and the names that are known there help', () => {
    const options = { prefix: ['network', 'layers', 2], knownNames: () => ['units'] };
    expect(told(z.strictObject({ units: z.number() }), { units: 1, unit: 2 }, options)).toEqual([
      '"unit" is not known here',
      'network.layers[2].unit',
      'Did you mean "units"? Known are units.',
    ]);
  });

  it('of several alternatives is that of the one which fits furthest', () => {
    const either = z.object({ a: z.union([z.string(), z.object({ kind: z.number() })]) });
    expect(told(either, { a: { kind: 'x' } })).toEqual([
      '"x" is not a number',
      'a.kind',
      'Put a number there.',
    ]);
  });

  it('shortens a value that would fill the message', () => {
    const [message] = told(z.object({ a: z.number() }), { a: 'x'.repeat(100) });
    expect(message).toBe(`"${'x'.repeat(56)}… is not a number`);
  });
});

describe('a path', () => {
  it('is written as JavaScript writes it', () => {
    expect(formatPath(['network', 'layers', 0, 'units'])).toBe('network.layers[0].units');
    expect(formatPath([])).toBe('');
  });
});
