import { sha256Of } from '../../files/hashing';
import type { Pieces } from './encoder';

const hashLength = 12;

/**
 * The name of a file beside an exported one. It has the hash of the content in it, so that the exported file, which names
 * it, is written last and never leads to another's content.
 * @param stem the exported file's name without its extension
 */
export function nameBeside(stem: string, content: Pieces, ending: string): string {
  const hash = sha256Of(content).slice(0, hashLength);
  return `${stem}.${hash}.${ending}`;
}

/** Whether a file of this name was put beside an exported one. */
export function standsBeside(stem: string, name: string): boolean {
  return name.startsWith(`${stem}.`) && /^[0-9a-f]{12}\./.test(name.slice(stem.length + 1));
}
