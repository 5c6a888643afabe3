import { basename } from 'node:path';
import { UsageError } from '../usageError';

/** The ending of a file's name, in small letters and without its dot; empty where it has none. A number is none. */
export function endingOf(path: string): string {
  return /\.([a-z][a-z0-9]*)$/i.exec(basename(path))?.[1]?.toLowerCase() ?? '';
}

/**
 * @param fitting those of `what` is written, the usual one first
 * @throws UsageError where a name ends otherwise: whoever opens the file later goes by that
 */
export function requireEnding(
  { option, path }: { readonly option: string; readonly path: string },
  what: string,
  fitting: readonly string[],
): void {
  const ending = endingOf(path);
  if (ending === '' || fitting.includes(ending)) return;
  throw new UsageError(`The name ends in .${ending}, and what is written is ${what}`, {
    where: `${option} ${path}`,
    remedy: `Let it end in ${fitting.map((each) => `.${each}`).join(' or ')}.`,
  });
}
