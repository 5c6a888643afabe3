import { randomBytes } from 'node:crypto';
import { runIdSchema, type RunId } from '@shared/ids';

/** Crockford's base 32 in lower case: no i, l, o, u, and in the order of the characters' codes. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz';
const epoch = Date.UTC(2024, 0, 1);
let latest = 0;

/**
 * A new id such as `2p7k1x9d-4fq7`: milliseconds since 2024 in base 32 (to 2058), then 20 random bits against
 * another process in the same millisecond. Ids of one process sort by the order they were made in.
 */
export function newId(now: number = Date.now()): string {
  latest = Math.max(latest + 1, now - epoch);
  return `${base32(latest, 8)}-${base32(randomBytes(4).readUInt32LE(0), 4)}`;
}

export function newRunId(now?: number): RunId {
  return runIdSchema.parse(newId(now));
}

function base32(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32))
    text = `${digits[rest % 32] ?? ''}${text}`;
  return text;
}
