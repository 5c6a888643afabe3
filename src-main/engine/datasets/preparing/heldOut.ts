import { createHash } from 'node:crypto';
import { preparedFiles } from '@shared/data/prepared';
import { readExactly } from '../../../files/readExactly';
import type { Splits } from '../splitting';
import { maskOf, overInputs, type WrittenInputs } from './writtenInputs';

type Values = Uint8Array | Float32Array;

/** The same for -0 and 0, which are one number and have other bytes. */
const digestOf = (values: Values): string =>
  createHash('sha256')
    .update(values instanceof Uint8Array ? values : values.map((value) => value + 0))
    .digest('base64');

/** Whether two examples are the same wherever the first has a value. */
const isSameWhereKnown = (values: Values, other: Values): boolean =>
  values.every((value, at) => Number.isNaN(value) || value === other[at]);

/**
 * Which of some kept examples have the very values of one for validation or the test.
 * @param inputs before missing values are filled: one that is missing (NaN) may be any
 */
export async function heldOutAmong(
  inputs: WrittenInputs,
  kept: readonly number[],
  { validation, test }: Splits,
  mayMiss: boolean,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<number>> {
  if (kept.length === 0) return new Set();
  const { examples, size } = inputs;
  const byDigest = new Map<string, number[]>();
  const rows = new Map<number, Values>();
  for (const index of kept) {
    const values = await valuesAt(inputs, index);
    const digest = digestOf(values);
    byDigest.set(digest, [...(byDigest.get(digest) ?? []), index]);
    if (mayMiss) rows.set(index, values);
  }
  const [ofValidation, ofTest] = [maskOf(validation, examples), maskOf(test, examples)];
  const found = new Set<number>();
  await overInputs(inputs, signal, (all, first) => {
    for (let at = 0; at < all.length; at += size) {
      const index = first + at / size;
      if (ofValidation[index] !== 1 && ofTest[index] !== 1) continue;
      const values = all.subarray(at, at + size);
      for (const same of byDigest.get(digestOf(values)) ?? []) found.add(same);
      if (!values.some(Number.isNaN)) continue;
      for (const [same, own] of rows) if (isSameWhereKnown(values, own)) found.add(same);
    }
    return false;
  });
  return found;
}

async function valuesAt({ file, size, dtype }: WrittenInputs, index: number): Promise<Values> {
  const bytes = new Uint8Array(size * (dtype === 'uint8' ? 1 : 4));
  await readExactly(file, preparedFiles.inputs, bytes, index * bytes.length);
  return dtype === 'uint8' ? bytes : new Float32Array(bytes.buffer);
}
